import { Cluster, Redis } from 'ioredis';
import type { ConnectionOption } from '../../../lib/connections/connection-option.js';
import type { RedisCluster } from '../../support/redis-cluster.js';
import type { LinkShape } from '../../support/shaped-link.js';
import { TcpProxy } from '../../support/tcp-proxy.js';

/** A server, or a cluster, that a spec reaches in two ways: as it is, and through a slow link. */
export interface SlowServer {
  /** A client that is on no slow link. */
  client(): Redis | Cluster;
  behind(link: LinkShape): Promise<SlowLink>;
}

export interface SlowLink {
  readonly connection: ConnectionOption;
  /** How many bytes came through it from the server. */
  readonly bytesToClient: number;
  close(): Promise<void>;
}

export function serverAt(port: number): SlowServer {
  return {
    client: () => new Redis(port),
    async behind(link) {
      const proxy = await TcpProxy.to(port, link);
      return linkOf([proxy], `127.0.0.1:${proxy.port}`);
    },
  };
}

/** Each node is behind a link of its own. */
export function slowCluster(cluster: RedisCluster): SlowServer {
  return {
    client: () => new Cluster(cluster.endpoints),
    async behind(link) {
      const proxies = await Promise.all(cluster.endpoints.map(({ port }) => TcpProxy.to(port, link)));
      const nodes = proxies.map(({ port }) => ({ host: '127.0.0.1', port }));
      const natMap = Object.fromEntries(
        cluster.endpoints.map(({ host, port }, index) => [`${host}:${port}`, nodes[index]!]),
      );
      return linkOf(proxies, { cluster: nodes, natMap });
    },
  };
}

function linkOf(proxies: readonly TcpProxy[], connection: ConnectionOption): SlowLink {
  return {
    connection,
    get bytesToClient() {
      return proxies.reduce((sum, { bytesToClient }) => sum + bytesToClient, 0);
    },
    async close() {
      await Promise.all(proxies.map((proxy) => proxy.close()));
    },
  };
}
