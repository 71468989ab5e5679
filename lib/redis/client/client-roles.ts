import type { RedisOptions } from 'ioredis';
import { backoffDelay } from '../../time/backoff.js';

/**
 * What a client is for. `command`: ordinary commands, one client per connection name. `blocking`: the reads of one
 * listener, which would hold up other commands. `subscriber`: all subscriptions of one connection name.
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
  // Where no Sentinel answers, whoever waits for the connection tries again, with the same backoff.
  sentinelRetryStrategy: () => null,
  // A pop that is no longer waited for takes its element all the same, and loses it. See `ResponseWatch`.
  commandTimeout: undefined,
  blockingTimeout: undefined,
  socketTimeout: undefined,
  // Replies are read in the shapes of RESP2.
  replyMapping: 'legacy',
  stringNumbers: false,
  // A blocking read must not carry other commands with it.
  enableAutoPipelining: false,
} as const satisfies { readonly [Name in keyof RedisOptions]: RedisOptions[Name] | undefined };

/** ioredis options that are better than its defaults; a user's own win over them. */
export const preferredOptions = {
  // Behind one name, another server is the master now; this one goes on refusing on the same connection.
  reconnectOnError: (error: Error) => error.message.startsWith('READONLY'),
  // Else the old master of a failover by Sentinel is written to for seconds.
  failoverDetector: true,
  // A Sentinel that is frozen is passed over; ioredis alone waits for it forever.
  sentinelCommandTimeout: 2_000,
  // A server that loads its data is asked this often; ioredis alone goes by an estimate, up to 10 seconds.
  maxLoadingRetryTime: 1_000,
  // CLIENT SETNAME says whose connection it is; CLIENT SETINFO would be two more commands for each.
  disableClientInfo: true,
} as const satisfies RedisOptions;
