import { isObject, mustBeWholeNumber, type ValueCheck } from '../../errors/value-checks.js';
import { longestTimerInMs } from '../../time/longest-timer.js';
import { sourceOfBinding } from '../../triggers/binding.js';
import { isStandardSchema } from './payload-type.js';

export const mustBeInterval = mustBeWholeNumber(1, longestTimerInMs);

/** What is shorter than this passes while a process says that it lives: others would take what it works on. */
export const mustBeLease = mustBeWholeNumber(100, longestTimerInMs);

export const mustBeBindings: ValueCheck = (value) => {
  if (!Array.isArray(value)) return 'must be an array such as [Payload(Order), Context()]';
  const wrong = value.findIndex((binding) => sourceOfBinding(binding) === undefined);
  if (wrong < 0) return undefined;
  const names = 'Message(), Payload(), Context(), Inject() and RedisInput()';
  return `has something at position ${wrong + 1} that is not made by one of ${names}`;
};

export const mustBeKeys: ValueCheck = (value) => {
  const keys = Array.isArray(value) ? (value as unknown[]) : [value];
  const good = keys.length > 0 && keys.every((key) => typeof key === 'string' && key.trim() !== '');
  return good ? undefined : 'must be a key, several keys separated by spaces, or an array of keys';
};

/** Both numbers of an id have 64 bits, and Redis reads no id of more than 127 characters. */
const largestOfId = 2n ** 64n - 1n;
const longestId = 127;

export const mustBeStartPosition: ValueCheck = (value) => {
  const text = typeof value === 'string' && value.length <= longestId ? value : '';
  if (text === '$') return undefined;
  if (!/^\d+(-\d+)?$/.test(text)) return "must be '0', '$' or an entry id such as '1700000000000-0'";
  const isTooLarge = text.split('-').some((number) => BigInt(number) > largestOfId);
  return isTooLarge ? `must be an entry id whose numbers are at most ${largestOfId}` : undefined;
};

export const mustBeDeduplicate: ValueCheck = (value) => {
  if (typeof value !== 'object' || value === null) return 'must be an object with `by` and `forInMs`';
  const { by, forInMs, ...rest } = value as Record<string, unknown>;
  if (typeof by !== 'function') return 'needs a `by` function';
  const wrong = mustBeWholeNumber(1)(forInMs);
  if (wrong !== undefined) return `needs a \`forInMs\`, which ${wrong}`;
  const [unknown] = Object.keys(rest);
  return unknown === undefined ? undefined : `has an unknown member \`${unknown}\``;
};

export const mustBeRateLimit: ValueCheck = (value) => {
  if (!isObject(value)) return 'must be an object with `messages` and `perMs`';
  const { messages, perMs, scope, ...rest } = value as Record<string, unknown>;
  const wrongMessages = mustBeWholeNumber(1)(messages);
  if (wrongMessages !== undefined) return `needs \`messages\`, which ${wrongMessages}`;
  const wrongTime = mustBeInterval(perMs);
  if (wrongTime !== undefined) return `needs a \`perMs\`, which ${wrongTime}`;
  if (scope !== undefined && scope !== 'process' && scope !== 'fleet') {
    return "has a `scope` that must be 'process' or 'fleet'";
  }
  const [unknown] = Object.keys(rest);
  return unknown === undefined ? undefined : `has an unknown member \`${unknown}\``;
};

export const mustBeOrderBy: ValueCheck = (value) => {
  const isByPayload =
    typeof value === 'object' &&
    value !== null &&
    Object.keys(value).join() === 'payload' &&
    typeof (value as { payload?: unknown }).payload === 'function';
  return typeof value === 'function' || isByPayload
    ? undefined
    : 'must be a function, or an object with a function `payload`';
};

export const mustBePayloadType: ValueCheck = (value) =>
  typeof value === 'function' || isStandardSchema(value) ? undefined : 'must be a class or a Standard Schema';

export const mustBeDeletion: ValueCheck = (value) =>
  typeof value === 'boolean' || value === 'always' ? undefined : "must be true, false or 'always'";

export const mustBeDelivery: ValueCheck = (value) =>
  value === 'atMostOnce' || value === 'atLeastOnce' ? undefined : "must be 'atMostOnce' or 'atLeastOnce'";

/** Says it in the words of `listDirection` as well, which arrives here under its canonical name. */
export const mustBeListEnd: ValueCheck = (value) =>
  typeof value === 'boolean' ? undefined : "must be true or false; as `listDirection`, 'left' or 'right'";

const retryMembers: Readonly<Record<string, Readonly<Record<string, ValueCheck>>>> = {
  fixedDelay: {
    maxRetryCount: mustBeWholeNumber(-1),
    delayIntervalInMs: mustBeWholeNumber(0, longestTimerInMs),
  },
  exponentialBackoff: {
    maxRetryCount: mustBeWholeNumber(-1),
    minimumIntervalInMs: mustBeInterval,
    maximumIntervalInMs: mustBeInterval,
  },
};

export const mustBeRetry: ValueCheck = (value) => {
  if (typeof value !== 'object' || value === null) return 'must be an object with a `strategy`';
  const { strategy, ...rest } = value as Record<string, unknown>;
  const isKnown = typeof strategy === 'string' && Object.hasOwn(retryMembers, strategy);
  const members = isKnown ? retryMembers[strategy] : undefined;
  if (!members) return "needs a `strategy` of 'fixedDelay' or 'exponentialBackoff'";
  const wrong = Object.keys(members)
    .map((name) => [name, members[name]?.(rest[name])] as const)
    .find(([, problem]) => problem !== undefined);
  if (wrong) return `needs a \`${wrong[0]}\`, which ${wrong[1] ?? ''}`;
  const unknown = Object.keys(rest).find((name) => !Object.hasOwn(members, name));
  if (unknown !== undefined) return `has an unknown member \`${unknown}\``;
  return Number(rest.minimumIntervalInMs) > Number(rest.maximumIntervalInMs)
    ? 'has a `minimumIntervalInMs` above its `maximumIntervalInMs`'
    : undefined;
};
