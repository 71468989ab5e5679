import type { Problem } from '../errors/problem.js';
import type { TriggerKind } from '../messages/raw-message.js';
import { resolvePlaceholders } from '../settings/placeholders.js';
import { channelOrPattern } from './options/channel-pattern.js';
import type {
  FunctionDescriptor,
  ListFunction,
  PubSubFunction,
  Rate,
  StreamFunction,
} from './function-descriptor.js';
import type { FunctionSurroundings } from './function-surroundings.js';
import { isKeyspaceChannel } from './keyspace-channel.js';
import type { RateLimitOptions } from '../triggers/rate-limit-options.js';
import { optionDefaults, type AllOptions } from './options/option-table.js';

/** The members that are known before the kind is looked at. */
export type DescriptorBase = Pick<
  FunctionDescriptor,
  | 'id'
  | 'place'
  | 'handlerClass'
  | 'method'
  | 'connection'
  | 'hooks'
  | 'middleware'
  | 'outputs'
  | 'parameters'
  | 'payload'
  | 'byPosition'
>;

interface Source {
  readonly base: DescriptorBase;
  readonly options: Partial<AllOptions>;
  readonly surroundings: FunctionSurroundings;
  readonly problems: Problem[];
}

const describers: { readonly [Kind in TriggerKind]: (source: Source) => FunctionDescriptor } = {
  pubsub: describePubSub,
  list: describeList,
  stream: describeStream,
};

/** The descriptor of a trigger: its options with their defaults, placeholders resolved. */
export function describeTrigger(
  kind: TriggerKind,
  base: DescriptorBase,
  options: Partial<AllOptions>,
  surroundings: FunctionSurroundings,
  problems: Problem[],
): FunctionDescriptor {
  return describers[kind]({ base, options, surroundings, problems });
}

function describePubSub(source: Source): PubSubFunction {
  const { options, surroundings } = source;
  const { sharded = false } = options;
  const subscription = channelOrPattern(
    resolveText('channel', options.channel ?? '', source),
    options.pattern,
  );
  if (sharded) checkSharded(subscription, source);
  return {
    kind: 'pubsub',
    ...common(source),
    ...subscription,
    sharded,
    concurrency: options.concurrency ?? optionDefaults.pubSubConcurrency,
    bufferLimit: options.bufferLimit ?? optionDefaults.bufferLimit,
    bufferLimitInBytes: options.bufferLimitInBytes ?? optionDefaults.bufferLimitInBytes,
    deadLetter: options.deadLetter ?? false,
    exclusive: options.exclusive ?? false,
    configureKeyspaceNotifications:
      options.configureKeyspaceNotifications ?? surroundings.configureKeyspaceNotifications,
    batch: false,
  };
}

/** Redis has no patterns of sharded channels, and publishes keyspace notifications on ordinary ones. */
function checkSharded({ channel, pattern }: { channel: string; pattern: boolean }, source: Source): void {
  if (!pattern && !isKeyspaceChannel(channel)) return;
  const { place } = source.base;
  const what = `the option "sharded" is set, but "channel" is ${pattern ? 'a pattern' : 'a keyspace notification channel'}`;
  const remedy = 'Remove `sharded`; for a channel whose name has glob characters, write `pattern: false`.';
  source.problems.push({ code: 'OPTION_CONFLICT', place, what, remedy });
}

function describeList(source: Source): ListFunction {
  const { options } = source;
  const { delivery = 'atMostOnce' } = options;
  if (delivery === 'atMostOnce') refuseRedelivery(source);
  const described = polling(source);
  return {
    kind: 'list',
    ...described,
    // What a crash loses must not grow by reading ahead; where it loses nothing, reading ahead is faster.
    prefetch: options.prefetch ?? (delivery === 'atLeastOnce' ? described.count : 0),
    listPopFromBeginning: options.listPopFromBeginning ?? true,
    delivery,
    ...(options.orderBy && { orderBy: frozen(options.orderBy) }),
  };
}

/** A plain pop is never delivered again: who sets these options expects something else. */
function refuseRedelivery({ base: { place }, options, problems }: Source): void {
  for (const option of ['claimIdleInMs', 'maxDeliveryCount'] as const) {
    if (options[option] === undefined) continue;
    const what = `the option "${option}" has no effect on a list without delivery: 'atLeastOnce'`;
    const remedy = "Add delivery: 'atLeastOnce', or remove it.";
    problems.push({ code: 'OPTION_CONFLICT', place, what, remedy });
  }
}

function describeStream(source: Source): StreamFunction {
  const { base, options } = source;
  const described = polling(source);
  return {
    kind: 'stream',
    ...described,
    prefetch: options.prefetch ?? described.count,
    deleteAfterProcess: options.deleteAfterProcess ?? false,
    consumerGroup:
      options.consumerGroup === undefined
        ? base.id
        : resolveText('consumerGroup', options.consumerGroup, source),
    startFrom: options.startFrom ?? '0',
    ...(options.payloadField !== undefined && { payloadField: options.payloadField }),
    ...(options.orderBy && { orderBy: frozen(options.orderBy) }),
  };
}

function common({ base, options }: Source) {
  return {
    ...base,
    ...(options.retry && { retry: Object.freeze({ ...options.retry }) }),
    ...(options.deduplicate && { deduplicate: Object.freeze({ ...options.deduplicate }) }),
    ...(options.timeLimitInMs !== undefined && { timeLimitInMs: options.timeLimitInMs }),
    deadLetterMaxLength: options.deadLetterMaxLength ?? optionDefaults.deadLetterMaxLength,
  };
}

function polling(source: Source) {
  const { options } = source;
  const { count = optionDefaults.count, batch = false } = options;
  if (batch) refuseBatchWith(source);
  if (typeof options.orderBy === 'object' && !source.base.payload) refuseOrderByPayload(source);
  return {
    ...common(source),
    keys: Object.freeze(resolveKeys(options.key, source)),
    pollingIntervalInMs: options.pollingIntervalInMs ?? optionDefaults.pollingIntervalInMs,
    count,
    concurrency: options.concurrency ?? (batch ? 1 : count),
    messagesPerWorker: options.messagesPerWorker ?? optionDefaults.messagesPerWorker,
    batch,
    blocking: options.blocking ?? true,
    delayed: options.delayed ?? false,
    claimIdleInMs: options.claimIdleInMs ?? optionDefaults.claimIdleInMs,
    maxDeliveryCount: options.maxDeliveryCount ?? optionDefaults.maxDeliveryCount,
    ...(options.rateLimit && { rateLimit: rateOf(options.rateLimit) }),
  };
}

function refuseOrderByPayload({ base: { place }, problems }: Source): void {
  const what = 'the option "orderBy" asks for the payload, but the function has none';
  const remedy = 'Set `payload`, or order by the message: `orderBy: (message) => …`.';
  problems.push({ code: 'OPTION_CONFLICT', place, what, remedy });
}

/** What is decided for each message cannot be decided for several at once. */
function refuseBatchWith({ base: { place }, options, problems }: Source): void {
  const reasons = { orderBy: 'a batch holds messages of many keys', deduplicate: 'a batch holds many ids' };
  for (const option of ['orderBy', 'deduplicate'] as const) {
    if (!options[option]) continue;
    const what = `the options "${option}" and "batch" exclude each other: ${reasons[option]}`;
    problems.push({ code: 'OPTION_CONFLICT', place, what });
  }
}

/** Text is split at spaces after its placeholders are resolved; the keys of an array are taken whole. */
function resolveKeys(key: AllOptions['key'] | undefined, source: Source): string[] {
  if (key === undefined) return [];
  if (typeof key !== 'string') return [...new Set(key.map((each) => resolveText('key', each, source)))];
  const keys = resolveText('key', key, source).split(/\s+/);
  return [...new Set(keys.filter((each) => each !== ''))];
}

/** A setting may be set to nothing, and Redis would take an empty name: nobody means that. */
function resolveText(option: keyof AllOptions, text: string, source: Source): string {
  const resolved = resolve(text, source);
  if (text.trim() !== '' && resolved.trim() === '') {
    const { place } = source.base;
    const what = `the option "${option}" is empty once its placeholders are resolved`;
    source.problems.push({
      code: 'OPTION_INVALID',
      place,
      what,
      remedy: `Give a value to the settings that ${text} names.`,
    });
  }
  return resolved;
}

function resolve(text: string, { base, surroundings, problems }: Source): string {
  const { text: resolved, unknown } = resolvePlaceholders(text, surroundings.settings);
  for (const name of unknown) {
    const what = `the placeholder %${name}% names a setting that does not exist`;
    problems.push({ code: 'PLACEHOLDER_UNRESOLVED', place: base.place, what });
  }
  return resolved;
}

function rateOf({ messages, perMs, scope = 'process' }: RateLimitOptions): Rate {
  return Object.freeze({ messages, perMs, scope });
}

/** A copy of what the user wrote, where it can be changed. */
function frozen<Value extends object>(value: Value): Value {
  return typeof value === 'function' ? value : Object.freeze({ ...value });
}
