import { Redis, type RedisOptions } from 'ioredis';
import { isInstance } from '../errors/is-instance.js';
import { RedisTriggersError } from '../errors/redis-triggers-error.js';
import { ignoreRejection } from '../time/ignore-rejection.js';
import { isPromiseLike } from '../time/is-promise-like.js';
import { connectionFunctionFailed } from '../redis/errors/connection-function-failed.js';
import { preferredOptions, reliableOptions } from '../redis/client/client-roles.js';
import type { NodeAddress } from '../redis/cluster/node-address.js';
import type { ClientRequest } from '../redis/client/client-request.js';
import { disconnectForGood } from '../redis/ioredis/disconnect-for-good.js';
import { changeOptions } from '../redis/ioredis/live-options.js';
import { assertConnectorUsed } from '../redis/ioredis/own-connector.js';
import { ListeningSentinelConnector } from '../redis/ioredis/listening-sentinel-connector.js';
import { shortenHandshake } from '../redis/ioredis/shorter-handshake.js';

/** Makes clients from ioredis options. */
export function clientsFromOptions(
  options: RedisOptions,
  place: string,
): (request: ClientRequest, address?: NodeAddress) => Redis {
  assertNoKeyPrefix(options, place);
  assertNoMonitor(options, place);
  return ({ clientName }, address) => {
    // A name of the user's own says whose connections these are; ours, what each is for.
    const connectionName = [options.connectionName, clientName].filter(Boolean).join(':');
    // ioredis takes `tls` for a server behind Sentinels only where it is told so, and else speaks in the clear.
    const sentinelOptions = options.sentinels && {
      enableTLSForSentinelMode: Boolean(options.tls),
      Connector: ListeningSentinelConnector,
    };
    const preferred = { ...preferredOptions, ...sentinelOptions };
    const settled = { ...preferred, ...options, ...reliableOptions };
    const client = new Redis({ ...settled, ...address, lazyConnect: true, connectionName });
    assertConnectorUsed(client, place);
    if (!options.sentinels) shortenHandshake(client);
    return client;
  };
}

/** Makes clients with a user's function, each with the options that our promises rest on. */
export function clientsFromFunction(
  make: (request: ClientRequest) => Redis,
): (request: ClientRequest) => Redis {
  const made = new WeakSet<Redis>();
  return (request) => {
    const place = request.connection;
    const client = askForClient(make, request);
    if (!isInstance(client, Redis)) {
      closeGiven(client);
      const what = 'the connection function did not return an ioredis Redis client';
      throw new RedisTriggersError({ code: 'CONNECTION_UNSUPPORTED', place, what });
    }
    if (made.has(client)) {
      const what = 'the connection function returned the same client twice';
      throw new RedisTriggersError({ code: 'CONNECTION_SHARED', place, what });
    }
    made.add(client);
    try {
      prepare(client, place);
    } catch (error) {
      // It may connect already, and would keep the process alive.
      closeGiven(client);
      throw isInstance(error, RedisTriggersError) ? error : functionFailed(error, place);
    }
    return client;
  };
}

function askForClient(make: (request: ClientRequest) => unknown, request: ClientRequest): unknown {
  try {
    return make(request);
  } catch (error) {
    throw functionFailed(error, request.connection);
  }
}

function functionFailed(thrown: unknown, place: string): RedisTriggersError {
  const happened = 'the connection function, or the client that it returned, threw';
  return connectionFunctionFailed(place, happened, thrown);
}

function prepare(client: Redis, place: string): void {
  assertNoKeyPrefix(client.options, place);
  assertUsable(client, place);
  client.options.reconnectOnError ??= preferredOptions.reconnectOnError;
  changeOptions(client, reliableOptions);
}

/** Closes what a connection function returned and is not used; also the client of an `async` function. Never throws. */
function closeGiven(given: unknown): void {
  try {
    if (isInstance(given, Redis)) disconnectForGood(given);
    else if (isPromiseLike(given)) ignoreRejection(given.then(closeGiven));
  } catch {
    // It cannot even be looked at.
  }
}

/** What cannot be changed any more on a client that connects already, or has connected. */
const settledOnConnect: readonly (readonly [what: string, test: (client: Redis) => boolean])[] = [
  ["the ioredis option `replyMapping: 'resp3'`", ({ options }) => options.replyMapping === 'resp3'],
  ['the ioredis option `stringNumbers`', ({ options }) => options.stringNumbers === true],
  ['the ioredis option `socketTimeout`', ({ options }) => options.socketTimeout !== undefined],
  ['subscriptions', ({ mode }) => mode === 'subscriber'],
];

/** A client of which nothing would be read is refused, and does not listen in silence. */
function assertUsable(client: Redis, place: string): void {
  assertNoMonitor(client.options, place);
  if (client.status === 'wait') return;
  const found = settledOnConnect.find(([, test]) => test(client));
  if (!found) return;
  throw new RedisTriggersError({
    code: 'CONNECTION_UNSUPPORTED',
    place,
    what: `the connection function returned a client that connects already, with ${found[0]}`,
    remedy: 'Give it `lazyConnect: true`, and do not use it before you return it.',
  });
}

function assertNoMonitor({ monitor }: RedisOptions, place: string): void {
  if (!monitor) return;
  const what = 'the ioredis option `monitor` is set: such a client takes no commands';
  throw new RedisTriggersError({ code: 'CONNECTION_UNSUPPORTED', place, what, remedy: 'Leave it out.' });
}

/** ioredis adds a prefix to the keys of commands, but takes none off replies, and ignores it in pub/sub. */
function assertNoKeyPrefix({ keyPrefix }: RedisOptions, place: string): void {
  if (!keyPrefix) return;
  throw new RedisTriggersError({
    code: 'CONNECTION_UNSUPPORTED',
    place,
    what: 'the ioredis option `keyPrefix` is set',
    remedy: 'Write the whole key in each trigger; a %setting% can hold the prefix.',
  });
}
