import type { RedisOptions } from 'ioredis';
import type { ConnectionDescription, NetworkEndpoint } from '../connection-strings/connection-description.js';

/** What TLS takes besides itself: a CA of one's own, a certificate of the client, a name that is not the host's. */
export type TlsTerm = 'ca' | 'clientCertificate' | 'serverName';

/**
 * Where a connection leads, for those who have to tell other programs. It holds no secret: of a user and a
 * password only that there is one.
 */
export interface ServerAddress {
  /** One server, the nodes of a cluster, or Sentinels that are asked for the master. */
  readonly topology: 'single' | 'cluster' | 'sentinel';
  /** At least one. */
  readonly endpoints: readonly NetworkEndpoint[];
  /** The name under which Sentinel knows the master. */
  readonly serviceName?: string;
  readonly tls: boolean;
  readonly tlsTerms: readonly TlsTerm[];
  /** Whether the Sentinels are asked over TLS; `tls` is for the master. */
  readonly sentinelTls: boolean;
  readonly database: number;
  readonly hasUsername: boolean;
  readonly hasPassword: boolean;
  readonly hasSentinelUsername: boolean;
  readonly hasSentinelPassword: boolean;
}

/** The address in a connection string; undefined for a Unix socket, which other machines cannot reach. */
export function addressOfDescription(description: ConnectionDescription): ServerAddress | undefined {
  const endpoints = description.endpoints.filter((endpoint) => 'host' in endpoint);
  if (endpoints.length < description.endpoints.length) return undefined;
  const { serviceName, cluster, tls, tlsServerName, database = 0 } = description;
  return {
    topology: cluster ? 'cluster' : serviceName === undefined ? 'single' : 'sentinel',
    endpoints,
    ...(serviceName !== undefined && { serviceName }),
    tls,
    tlsTerms: isAnotherName(tlsServerName, endpoints) ? ['serverName'] : [],
    sentinelTls: tls && serviceName !== undefined,
    database,
    hasUsername: description.username !== undefined,
    hasPassword: description.password !== undefined,
    hasSentinelUsername: description.sentinelUsername !== undefined,
    hasSentinelPassword: description.sentinelPassword !== undefined,
  };
}

/** The address of a cluster that is given as options. */
export function addressOfCluster(nodes: readonly NetworkEndpoint[], options: RedisOptions): ServerAddress {
  const [first] = nodes;
  return {
    ...addressOfOptions({ ...options, ...first }),
    topology: 'cluster',
    endpoints: nodes,
    tlsTerms: tlsTermsOf(options.tls, nodes),
  } as ServerAddress;
}

/** The address in ioredis options; undefined where they lead to something else, such as a Unix socket. */
export function addressOfOptions(options: RedisOptions): ServerAddress | undefined {
  const { sentinels, name: serviceName, path, Connector, host = 'localhost', port = 6379 } = options;
  if (path !== undefined || (Connector && !sentinels)) return undefined;
  const named = sentinels?.map(({ host = 'localhost', port = 26379 }) => ({ host, port }));
  const endpoints = named ?? [{ host, port }];
  return {
    topology: sentinels ? 'sentinel' : 'single',
    endpoints,
    ...(serviceName !== undefined && { serviceName }),
    tls: Boolean(options.tls),
    tlsTerms: tlsTermsOf(options.tls, endpoints),
    sentinelTls: Boolean(sentinels && options.sentinelTLS),
    database: options.db ?? 0,
    hasUsername: Boolean(options.username),
    hasPassword: Boolean(options.password),
    hasSentinelUsername: Boolean(options.sentinelUsername),
    hasSentinelPassword: Boolean(options.sentinelPassword),
  };
}

function tlsTermsOf(tls: RedisOptions['tls'], endpoints: readonly NetworkEndpoint[]): TlsTerm[] {
  if (!tls) return [];
  return [
    ...(tls.ca ? (['ca'] as const) : []),
    ...(tls.cert || tls.pfx ? (['clientCertificate'] as const) : []),
    ...(isAnotherName(tls.servername, endpoints) ? (['serverName'] as const) : []),
  ];
}

function isAnotherName(name: string | undefined, endpoints: readonly NetworkEndpoint[]): boolean {
  return name !== undefined && endpoints.some(({ host }) => host !== name);
}
