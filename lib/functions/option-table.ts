import type {
  ListTriggerOptions,
  PubSubTriggerOptions,
  StreamTriggerOptions,
} from '../triggers/trigger-options.js';
import {
  isBoolean,
  isDeduplicate,
  isDelivery,
  isFunction,
  isInteger,
  isInterval,
  isKeys,
  isLease,
  isListEnd,
  isPayloadType,
  isRetry,
  isStartPosition,
  isText,
} from './option-checks.js';
import type { OptionRule } from './option-rule.js';

/** Every option of every trigger, in its canonical spelling. */
export type AllOptions = PubSubTriggerOptions & ListTriggerOptions & StreamTriggerOptions;

const all = ['pubsub', 'list', 'stream'] as const;
const polling = ['list', 'stream'] as const;
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
export const optionTable: { readonly [Name in keyof AllOptions]-?: OptionRule<AllOptions[Name]> } = {
  connection: {
    kinds: all,
    required: true,
    check: isText,
    aliases: { connectionStringSetting: same, connectionString: same },
  },
  name: { kinds: all, check: isText },
  concurrency: { kinds: all, check: isInteger(1) },
  payload: { kinds: all, check: isPayloadType },
  retry: { kinds: all, check: isRetry },
  timeLimitInMs: { kinds: all, check: isInterval },
  deadLetterMaxLength: { kinds: all, check: isInteger(1) },
  channel: { kinds: ['pubsub'], required: true, check: isText },
  pattern: { kinds: ['pubsub'], check: isBoolean },
  bufferLimit: { kinds: ['pubsub'], check: isInteger(1) },
  deadLetter: { kinds: ['pubsub'], check: isBoolean },
  exclusive: { kinds: ['pubsub'], check: isBoolean },
  sharded: { kinds: ['pubsub'], check: isBoolean },
  configureKeyspaceNotifications: { kinds: ['pubsub'], check: isBoolean },
  key: { kinds: polling, required: true, check: isKeys, aliases: { keys: same } },
  pollingIntervalInMs: { kinds: polling, check: isInterval },
  count: { kinds: polling, check: isInteger(1), aliases: { maxBatchSize: same, batchSize: same } },
  messagesPerWorker: { kinds: polling, check: isInteger(1) },
  prefetch: { kinds: polling, check: isInteger(0) },
  batch: { kinds: polling, check: isBoolean },
  blocking: { kinds: polling, check: isBoolean },
  deduplicate: { kinds: all, check: isDeduplicate },
  orderBy: { kinds: polling, check: isFunction },
  listPopFromBeginning: { kinds: ['list'], check: isListEnd, aliases: { listDirection: popsFromLeft } },
  deleteAfterProcess: { kinds: ['stream'], check: isBoolean },
  consumerGroup: { kinds: ['stream'], check: isText },
  startFrom: { kinds: ['stream'], check: isStartPosition },
  delivery: { kinds: ['list'], check: isDelivery },
  claimIdleInMs: { kinds: polling, check: isLease },
  maxDeliveryCount: { kinds: polling, check: isInteger(1) },
  payloadField: { kinds: ['stream'], check: isText },
};

/** Defaults that do not depend on another option. */
export const optionDefaults = {
  pubSubConcurrency: 100,
  bufferLimit: 10_000,
  deadLetterMaxLength: 10_000,
  pollingIntervalInMs: 1_000,
  count: 10,
  messagesPerWorker: 100,
  claimIdleInMs: 60_000,
  maxDeliveryCount: 5,
} as const;
