import { isReply } from './redis-reply-error.js';
import { RedisTriggersError } from '../../errors/redis-triggers-error.js';

/**
 * What an error of Redis asks for. `transient`: it passes by itself. `repair`: something must be made
 * again, such as a consumer group. `elsewhere`: nothing is wrong, another node of the cluster has it.
 * `configuration`: somebody has to fix something; the loop goes on trying, more slowly. Prefixes are compared,
 * because texts differ between versions.
 */
export type ErrorKind = 'transient' | 'repair' | 'elsewhere' | 'configuration';

const kinds: readonly (readonly [ErrorKind, readonly string[]])[] = [
  ['repair', ['NOGROUP']],
  ['elsewhere', ['MOVED', 'ASK', 'TRYAGAIN']],
  ['configuration', ['WRONGTYPE', 'NOPERM', 'NOAUTH', 'WRONGPASS', 'CROSSSLOT', 'NOPROTO']],
  [
    'configuration',
    ['ERR unknown command', 'ERR wrong number of arguments', 'ERR syntax error', 'ERR DB index'],
  ],
];

/** The kind of an error; what is not known counts as transient, so that nothing is given up. */
export function errorKind(error: unknown): ErrorKind {
  return kinds.find(([, beginnings]) => isReply(error, ...beginnings))?.[0] ?? 'transient';
}

/** Whether the error belongs to one key, so that other keys of the same command may be well. */
export function isKeyError(error: unknown): boolean {
  return isReply(error, 'WRONGTYPE', 'NOPERM', 'CROSSSLOT', 'NOGROUP');
}

/** Whether the connection closed before the reply, or was not there at all. */
export function isConnectionLost(error: unknown): boolean {
  return error instanceof RedisTriggersError && error.code === 'CONNECTION_LOST';
}

/** Whether Redis refuses what may take more memory. */
export function isOutOfMemory(error: unknown): boolean {
  return isReply(error, 'OOM');
}

/** Whether the server does not have the command, or not for this user: what is optional is then done without. */
export function isForbidden(error: unknown): boolean {
  return isReply(error, 'NOPERM', 'ERR unknown');
}
