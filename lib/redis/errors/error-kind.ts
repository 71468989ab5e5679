import { isError } from '../../errors/describe-error.js';
import { RedisTriggersError } from '../../errors/redis-triggers-error.js';

/**
 * What an error of Redis asks for. `transient`: it passes by itself. `repair`: something must be made
 * again, such as a consumer group. `elsewhere`: nothing is wrong, another node of the cluster has it.
 * `configuration`: somebody has to fix something; the loop goes on trying, more slowly. Prefixes are compared,
 * for texts differ between versions.
 */
export type ErrorKind = 'transient' | 'repair' | 'elsewhere' | 'configuration';

const prefixes: readonly (readonly [RegExp, ErrorKind])[] = [
  [/^NOGROUP\b/, 'repair'],
  [/^(MOVED|ASK|TRYAGAIN)\b/, 'elsewhere'],
  [/^(WRONGTYPE|NOPERM|NOAUTH|WRONGPASS|CROSSSLOT|NOPROTO)\b/, 'configuration'],
  [/^ERR (unknown command|wrong number of arguments|syntax error|DB index)/, 'configuration'],
];

/** The kind of an error; what is not known counts as transient, so that nothing is given up. */
export function errorKind(error: unknown): ErrorKind {
  const message = isError(error) ? error.message : '';
  return prefixes.find(([prefix]) => prefix.test(message))?.[1] ?? 'transient';
}

/** Whether the error belongs to one key, so that other keys of the same command may be well. */
export function isKeyError(error: unknown): boolean {
  return isError(error) && /^(WRONGTYPE|NOPERM|CROSSSLOT|NOGROUP)\b/.test(error.message);
}

/** Whether the connection closed before the reply, or was not there at all. */
export function isConnectionLost(error: unknown): boolean {
  return error instanceof RedisTriggersError && error.code === 'CONNECTION_LOST';
}

/** Whether Redis refuses what may take more memory. */
export function isOutOfMemory(error: unknown): boolean {
  return isError(error) && /^OOM\b/.test(error.message);
}

/** Whether the server does not have the command, or not for this user: what is optional is then done without. */
export function isForbidden(error: unknown): boolean {
  return isError(error) && /^(NOPERM|ERR unknown)/i.test(error.message);
}
