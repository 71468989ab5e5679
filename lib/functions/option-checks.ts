import { longestTimerInMs } from '../time/longest-timer.js';
import { isStandardSchema } from './payload-type.js';

/** What is wrong with a value, or undefined when it is a good one. */
type Check = (value: unknown) => string | undefined;

export const isText: Check = (value) =>
  typeof value === 'string' && value !== '' ? undefined : 'must be a non-empty string';

export const isBoolean: Check = (value) => (typeof value === 'boolean' ? undefined : 'must be true or false');

export const isFunction: Check = (value) => (typeof value === 'function' ? undefined : 'must be a function');

export function isInteger(minimum: number, maximum = Number.MAX_SAFE_INTEGER): Check {
  return (value) => {
    if (Number.isSafeInteger(value) && Number(value) >= minimum && Number(value) <= maximum) return undefined;
    const range =
      maximum === Number.MAX_SAFE_INTEGER ? `of at least ${minimum}` : `from ${minimum} to ${maximum}`;
    return `must be a whole number ${range}`;
  };
}

export const isInterval = isInteger(1, longestTimerInMs);

/** What is shorter than this passes while a process says that it lives: others would take what it works on. */
export const isLease = isInteger(100, longestTimerInMs);

export const isKeys: Check = (value) => {
  const keys = Array.isArray(value) ? (value as unknown[]) : [value];
  const good = keys.length > 0 && keys.every((key) => typeof key === 'string' && key.trim() !== '');
  return good ? undefined : 'must be a key, several keys separated by spaces, or an array of keys';
};

export const isStartPosition: Check = (value) =>
  typeof value === 'string' && /^(\$|\d+(-\d+)?)$/.test(value)
    ? undefined
    : "must be '0', '$' or an entry id such as '1700000000000-0'";

export const isDeduplicate: Check = (value) => {
  if (typeof value !== 'object' || value === null) return 'must be an object with `by` and `forInMs`';
  const { by, forInMs, ...rest } = value as Record<string, unknown>;
  if (typeof by !== 'function') return 'needs a `by` function';
  const wrong = isInteger(1)(forInMs);
  if (wrong !== undefined) return `needs a \`forInMs\`, which ${wrong}`;
  const [unknown] = Object.keys(rest);
  return unknown === undefined ? undefined : `has an unknown member \`${unknown}\``;
};

export const isPayloadType: Check = (value) =>
  typeof value === 'function' || isStandardSchema(value) ? undefined : 'must be a class or a Standard Schema';

export const isDelivery: Check = (value) =>
  value === 'atMostOnce' || value === 'atLeastOnce' ? undefined : "must be 'atMostOnce' or 'atLeastOnce'";

/** Says it in the words of `listDirection` as well, which arrives here under its canonical name. */
export const isListEnd: Check = (value) =>
  typeof value === 'boolean' ? undefined : "must be true or false; as `listDirection`, 'left' or 'right'";

const retryMembers: Readonly<Record<string, Readonly<Record<string, Check>>>> = {
  fixedDelay: { maxRetryCount: isInteger(-1), delayIntervalInMs: isInteger(0, longestTimerInMs) },
  exponentialBackoff: {
    maxRetryCount: isInteger(-1),
    minimumIntervalInMs: isInterval,
    maximumIntervalInMs: isInterval,
  },
};

export const isRetry: Check = (value) => {
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
