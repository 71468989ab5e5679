/** A Redis server reached over the network. The host is a name or an address, an IPv6 one without brackets. */
export interface NetworkEndpoint {
  readonly host: string;
  readonly port: number;
}

/** A Redis server reached through a Unix socket. */
export interface SocketEndpoint {
  readonly path: string;
}

export type Endpoint = NetworkEndpoint | SocketEndpoint;

/**
 * What a connection string says, whichever syntax it is written in. A member that is absent was not given:
 * whoever connects uses its own default. It holds secrets, so it is not for showing: see `connectionLabel`.
 */
export interface ConnectionDescription {
  /** At least one, none twice. With `serviceName` they are Sentinels, with `cluster` nodes of a Redis Cluster. */
  readonly endpoints: readonly Endpoint[];
  /** Whether it leads to a Redis Cluster. */
  readonly cluster?: true;
  /** The name under which Sentinel knows the master. */
  readonly serviceName?: string;
  readonly tls: boolean;
  /** The name to expect in the server's certificate, where it is not the endpoint's host. */
  readonly tlsServerName?: string;
  /** Never without a password. */
  readonly username?: string;
  readonly password?: string;
  /** What to tell the Sentinels, never present without `serviceName`; absent: do not authenticate to them. */
  readonly sentinelUsername?: string;
  readonly sentinelPassword?: string;
  readonly database?: number;
  readonly clientName?: string;
  readonly connectTimeoutInMs?: number;
  /** The rest after which TCP asks whether the other side is still there. */
  readonly keepAliveInMs?: number;
}
