import { isIPv6 } from 'node:net';
import type { ConnectionDescription, Endpoint } from './connection-description.js';
import { distinctEndpoints } from './endpoint-text.js';
import type { Refuse } from './connection-string-refusal.js';
import { parseEndpoint } from './parse-endpoint.js';
import { parseWholeNumber } from './parse-values.js';
import { readFlag, readNumber } from './read-value.js';
import { decodeUrlPart, splitRedisUrl, type UrlParts } from './split-redis-url.js';
import { readUrlQuery } from './url-query.js';

const schemes = ['redis', 'rediss', 'unix', 'redis-cluster', 'rediss-cluster'] as const;
type Scheme = (typeof schemes)[number];

/**
 * Reads a URL: `redis://`, `rediss://` (TLS), `unix://`, or `redis-cluster://` and `rediss-cluster://` with one or
 * several nodes. The scheme alone decides about TLS, whatever the
 * host is called; the port is 6379 unless it says otherwise.
 *
 * @param rest what follows `scheme://`.
 */
export function parseRedisUrl(scheme: string, rest: string, refuse: Refuse): ConnectionDescription {
  if (!isScheme(scheme)) {
    throw refuse('is a URL of another scheme', 'Use redis://, rediss://, redis-cluster:// or unix://.');
  }
  const parts = splitRedisUrl(rest, refuse);
  const query = readUrlQuery(parts.query, refuse);
  const isSecure = scheme.startsWith('rediss');
  const isCluster = scheme.endsWith('-cluster');
  const tls = readFlag(query, 'tls', refuse) ?? isSecure;
  if (isSecure && !tls) {
    throw refuse('is a rediss:// URL with "tls" off', 'Write redis:// for a connection without TLS.');
  }
  const tlsServerName = query.get('tlsServerName');
  const clientName = query.get('clientName');
  const connectTimeoutInMs = readNumber(query, 'connectTimeout', 1, refuse);
  const database = readDatabase(scheme, parts, readNumber(query, 'db', 0, refuse), refuse);
  return {
    endpoints: readEndpoints(scheme, parts, refuse),
    ...(isCluster && { cluster: true }),
    tls,
    ...(tlsServerName && { tlsServerName }),
    ...readUserInfo(parts.userInfo, refuse),
    ...(database !== undefined && { database }),
    ...(clientName && { clientName }),
    ...(connectTimeoutInMs !== undefined && { connectTimeoutInMs }),
  };
}

function isScheme(scheme: string): scheme is Scheme {
  return (schemes as readonly string[]).includes(scheme);
}

function readEndpoints(scheme: Scheme, parts: UrlParts, refuse: Refuse): readonly Endpoint[] {
  if (scheme === 'unix') return [readSocket(parts, refuse)];
  if (!scheme.endsWith('-cluster')) return [readEndpoint(parts, refuse)];
  return distinctEndpoints(parts.host.split(',').map((host) => readEndpoint({ ...parts, host }, refuse)));
}

function readEndpoint({ host }: UrlParts, refuse: Refuse): Endpoint {
  if (host.includes(',')) {
    const remedy =
      'For the nodes of a cluster write redis-cluster://; for keywords use the other syntax: host:port,keyword=value.';
    throw refuse('is a URL with a comma after the host', remedy);
  }
  if (isIPv6(host))
    throw refuse('is a URL with an IPv6 address without brackets', 'Write redis://[::1]:6379.');
  const { host: name, port = 6379 } = parseEndpoint(host, 'a URL', refuse);
  return { host: name, port };
}

function readSocket({ host, path }: UrlParts, refuse: Refuse): Endpoint {
  const remedy = 'Write unix:///run/redis.sock, or unix://user:password@/run/redis.sock.';
  if (host !== '' || path.length < 2) throw refuse('is a unix:// URL without a path, or with a host', remedy);
  return { path: decodeUrlPart(path, 'path', refuse) };
}

function readUserInfo(userInfo: string | undefined, refuse: Refuse): Partial<ConnectionDescription> {
  if (!userInfo || userInfo === ':') return {};
  const colon = userInfo.indexOf(':');
  const username = decodeUrlPart(userInfo.slice(0, Math.max(colon, 0)), 'user', refuse);
  const password = decodeUrlPart(userInfo.slice(colon + 1), 'password', refuse);
  if (colon < 0 || password === '') {
    // Some clients take a lone text for the user, others for the password.
    const remedy =
      'Write user:password@host or :password@host; for a user with nopass, any password will do.';
    throw refuse('is a URL with something before "@" that is not user:password', remedy);
  }
  return { ...(username && { username }), password };
}

function readDatabase(
  scheme: Scheme,
  { path }: UrlParts,
  fromQuery: number | undefined,
  refuse: Refuse,
): number | undefined {
  if (scheme === 'unix' || path === '' || path === '/') return fromQuery;
  const fromPath = parseWholeNumber(path.slice(1));
  if (fromPath === undefined || fromPath < 0 || fromPath > 2_147_483_647) {
    throw refuse('is a URL whose path is not the number of a database', 'Write redis://host:6379/0.');
  }
  if (fromQuery !== undefined && fromQuery !== fromPath) {
    throw refuse('is a URL that names two databases', 'Keep the one in the path.');
  }
  return fromPath;
}
