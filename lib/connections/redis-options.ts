import { isIP } from 'node:net';
import type { RedisOptions } from 'ioredis';
import { RedisTriggersError } from '../errors/redis-triggers-error.js';
import type { ClusterNodes } from '../redis/cluster/cluster-connection.js';
import type { ConnectionDescription, Endpoint } from '../connection-strings/connection-description.js';

/** The ioredis options of a connection string. */
export function redisOptions(description: ConnectionDescription, place: string): RedisOptions {
  return {
    ...address(description, place),
    ...(description.username !== undefined && { username: description.username }),
    ...(description.password !== undefined && { password: description.password }),
    ...(description.database !== undefined && { db: description.database }),
    ...(description.clientName !== undefined && { connectionName: description.clientName }),
    ...(description.connectTimeoutInMs !== undefined && { connectTimeout: description.connectTimeoutInMs }),
    ...(description.keepAliveInMs !== undefined && { keepAlive: description.keepAliveInMs }),
  };
}

function address(description: ConnectionDescription, place: string): RedisOptions {
  const { endpoints, serviceName } = description;
  const [first] = endpoints;
  if (!first) throw unsupported(place, 'it names no endpoint');
  if (serviceName !== undefined) return sentinelAddress(description, serviceName, place);
  // The address is that of a node, and comes with each client.
  if (description.cluster) return tls(description, undefined);
  if ('path' in first) return { path: first.path };
  return { host: first.host, port: first.port, ...tls(description, first) };
}

/**
 * Sentinels are asked for the master. A server's name is not known before, and there are several Sentinels:
 * each certificate is checked against the host that is connected to, unless one name is given for all.
 */
function sentinelAddress(
  description: ConnectionDescription,
  serviceName: string,
  place: string,
): RedisOptions {
  const sentinels = description.endpoints.map((endpoint) => {
    if ('path' in endpoint) throw unsupported(place, 'a Sentinel cannot be a Unix socket');
    return endpoint;
  });
  const secure = tls(description, undefined);
  return {
    sentinels,
    name: serviceName,
    ...(description.sentinelUsername !== undefined && { sentinelUsername: description.sentinelUsername }),
    ...(description.sentinelPassword !== undefined && { sentinelPassword: description.sentinelPassword }),
    ...(secure.tls && { ...secure, sentinelTLS: secure.tls, enableTLSForSentinelMode: true }),
  };
}

/** A certificate is checked against a name; where the host is only an address, that name must be given. */
function tls(description: ConnectionDescription, endpoint: Endpoint | undefined): RedisOptions {
  if (!description.tls) return {};
  const host = endpoint && 'host' in endpoint && isIP(endpoint.host) === 0 ? endpoint.host : undefined;
  const servername = description.tlsServerName ?? host;
  return { tls: servername === undefined ? {} : { servername } };
}

/** Where the nodes of a cluster are; undefined where the connection leads to none. */
export function clusterNodes(
  { cluster, endpoints, database }: ConnectionDescription,
  place: string,
): ClusterNodes | undefined {
  if (!cluster) return undefined;
  if (database)
    throw unsupported(place, `it names the database ${database}, and a cluster has only database 0`);
  const nodes = endpoints.map((endpoint) => {
    if ('path' in endpoint) throw unsupported(place, 'a node of a cluster cannot be a Unix socket');
    return endpoint;
  });
  return { nodes };
}

function unsupported(place: string, what: string): RedisTriggersError {
  return new RedisTriggersError({ code: 'CONNECTION_UNSUPPORTED', place, what });
}
