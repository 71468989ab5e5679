import type { RedisOptions } from 'ioredis';
import { backoffDelay } from '../time/backoff.js';

/**
 * What a client is for. `command`: ordinary commands, one client per connection name. `blocking`: the
 * reads of one listener, which would hold up everybody else's commands. `subscriber`: all subscriptions of
 * one connection name.
 */
export type ClientRole = 'command' | 'blocking' | 'subscriber';

/** ioredis options that our promises rest on, for every role; they win over a user's own. */
export const reliableOptions = {
  // A revoked channel would make the automatic resubscribe fail as an unhandled rejection.
  autoResubscribe: false,
  // A pop that is sent again after a lost reply takes the next element; a blocking one may never settle.
  autoResendUnfulfilledCommands: false,
  // Loops wait for `ready` themselves; a command that cannot be sent fails at once.
  enableOfflineQueue: false,
  maxRetriesPerRequest: null,
  retryStrategy: (failures: number) => backoffDelay(failures),
} as const satisfies RedisOptions;
