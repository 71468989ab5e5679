import { mustBeBoolean, mustBeText, mustBeWholeNumber } from '../../errors/value-checks.js';
import type { AgreedOption } from '../../triggers/agreed-options.js';
import type {
  ListTriggerOptions,
  PubSubTriggerOptions,
  StreamTriggerOptions,
} from '../../triggers/trigger-options.js';
import {
  mustBeBindings,
  mustBeDeduplicate,
  mustBeDeletion,
  mustBeDelivery,
  mustBeInterval,
  mustBeKeys,
  mustBeLease,
  mustBeListEnd,
  mustBeOrderBy,
  mustBePayloadType,
  mustBeRateLimit,
  mustBeRetry,
  mustBeStartPosition,
} from './option-checks.js';
import type { OptionRule } from './option-rule.js';

/** Every option of every trigger, in its canonical spelling. */
export type AllOptions = PubSubTriggerOptions & ListTriggerOptions & StreamTriggerOptions;

const all = ['pubsub', 'list', 'stream'] as const;
const polling = ['list', 'stream'] as const;
/** What one read brings is held in memory at once: so much is a mistake, such as a time in milliseconds. */
const mostAtOnce = 100_000;
const same = (value: unknown): unknown => value;

/** `listDirection: 'left'` in the words of `listPopFromBeginning`; anything else is left for its check. */
const popsFromLeft = (direction: unknown): unknown => {
  if (typeof direction !== 'string') return 'not a direction';
  if (direction.toLowerCase() === 'left') return true;
  return direction.toLowerCase() === 'right' ? false : direction;
};

/**
 * The options of all triggers: which kinds have them, what values they take and how else they are spelled.
 * An option that is missing here does not compile. Defaults stand where the descriptor is made.
 */
export const optionTable: {
  readonly [Name in keyof AllOptions]-?: OptionRule<AllOptions[Name]> & Agreed<Name>;
} = {
  connection: {
    kinds: all,
    required: true,
    agreed: true,
    check: mustBeText,
    aliases: { connectionStringSetting: same, connectionString: same },
  },
  name: { kinds: all, check: mustBeText },
  concurrency: { kinds: all, check: mustBeWholeNumber(1) },
  payload: { kinds: all, agreed: true, check: mustBePayloadType },
  args: { kinds: all, ofMethod: true, check: mustBeBindings },
  retry: { kinds: all, check: mustBeRetry },
  timeLimitInMs: { kinds: all, check: mustBeInterval },
  deadLetterMaxLength: { kinds: all, check: mustBeWholeNumber(1) },
  channel: { kinds: ['pubsub'], agreed: true, required: true, check: mustBeText },
  pattern: { kinds: ['pubsub'], agreed: true, check: mustBeBoolean },
  bufferLimit: { kinds: ['pubsub'], check: mustBeWholeNumber(1) },
  bufferLimitInBytes: { kinds: ['pubsub'], check: mustBeWholeNumber(1) },
  deadLetter: { kinds: ['pubsub'], check: mustBeBoolean },
  exclusive: { kinds: ['pubsub'], check: mustBeBoolean },
  sharded: { kinds: ['pubsub'], agreed: true, check: mustBeBoolean },
  configureKeyspaceNotifications: { kinds: ['pubsub'], check: mustBeBoolean },
  key: { kinds: polling, agreed: true, required: true, check: mustBeKeys, aliases: { keys: same } },
  pollingIntervalInMs: { kinds: polling, check: mustBeInterval },
  count: {
    kinds: polling,
    check: mustBeWholeNumber(1, mostAtOnce),
    aliases: { maxBatchSize: same, batchSize: same },
  },
  messagesPerWorker: { kinds: polling, check: mustBeWholeNumber(1) },
  prefetch: { kinds: polling, check: mustBeWholeNumber(0) },
  batch: { kinds: polling, check: mustBeBoolean },
  blocking: { kinds: polling, check: mustBeBoolean },
  rateLimit: {
    kinds: polling,
    notElsewhere: 'published messages cannot wait in Redis',
    check: mustBeRateLimit,
  },
  delayed: {
    kinds: polling,
    whereDefined: true,
    notElsewhere: 'published messages cannot wait in Redis',
    check: mustBeBoolean,
  },
  deduplicate: { kinds: all, check: mustBeDeduplicate },
  orderBy: { kinds: polling, check: mustBeOrderBy },
  listPopFromBeginning: {
    kinds: ['list'],
    agreed: true,
    check: mustBeListEnd,
    aliases: { listDirection: popsFromLeft },
  },
  deleteAfterProcess: { kinds: ['stream'], check: mustBeDeletion },
  consumerGroup: { kinds: ['stream'], check: mustBeText },
  startFrom: { kinds: ['stream'], check: mustBeStartPosition },
  delivery: { kinds: ['list'], check: mustBeDelivery },
  claimIdleInMs: { kinds: polling, check: mustBeLease },
  maxDeliveryCount: { kinds: polling, check: mustBeWholeNumber(1) },
  payloadField: { kinds: ['stream'], agreed: true, check: mustBeText },
};

/** The rows say of an option what the types of triggers say: whether it belongs to the definition. */
type Agreed<Name> = Name extends AgreedOption ? { readonly agreed: true } : { readonly agreed?: never };

/** Defaults that do not depend on another option. */
export const optionDefaults = {
  pubSubConcurrency: 100,
  bufferLimit: 10_000,
  bufferLimitInBytes: 64 * 1024 * 1024,
  deadLetterMaxLength: 10_000,
  pollingIntervalInMs: 1_000,
  count: 10,
  messagesPerWorker: 100,
  claimIdleInMs: 60_000,
  maxDeliveryCount: 5,
} as const;
