import type { ClusterNode } from './cluster-nodes.js';
import { readClusterNodes } from './cluster-nodes.js';
import { askServer, infoFields } from './ask-server.js';
import { ownClusterPorts } from './own-port.js';
import { eventually } from './eventually.js';
import { RedisServer } from './redis-server.js';

/** How many slots a cluster has. */
const slotCount = 16_384;

const masterCount = 3;

/** A Redis Cluster of three masters with a replica each, on free loopback ports. */
export class RedisCluster {
  private constructor(readonly servers: readonly RedisServer[]) {}

  /**
   * Starts six servers and joins them; resolves when each of them says that the cluster is well. The slots
   * are dealt out evenly and in order. Of a server that does not answer for `nodeTimeoutInMs` (default
   * 2000), the replica takes over.
   */
  static async start({
    nodeTimeoutInMs = 2_000,
    args = [] as readonly string[],
  } = {}): Promise<RedisCluster> {
    const mode = ['--cluster-enabled', 'yes', '--cluster-node-timeout', `${nodeTimeoutInMs}`];
    const prompt = ['--repl-diskless-sync-delay', '0', ...mode, ...args];
    const ports = await ownClusterPorts(2 * masterCount);
    const servers = await Promise.all(ports.map((port) => RedisServer.start({ port, args: prompt })));
    const cluster = new RedisCluster(servers);
    try {
      await cluster.join();
      return cluster;
    } catch (error) {
      await cluster.stop();
      throw error;
    }
  }

  /** Where a client may begin, as ioredis takes it. */
  get endpoints(): { host: string; port: number }[] {
    return this.servers.map(({ port }) => ({ host: '127.0.0.1', port }));
  }

  /** The nodes as a living server sees them. */
  async nodes(): Promise<ClusterNode[]> {
    for (const { port } of this.servers) {
      const reply = await askServer(port, 'CLUSTER', 'NODES').catch(() => undefined);
      if (reply !== undefined) return readClusterNodes(String(reply));
    }
    throw new Error('no server of the cluster answers');
  }

  /** The servers that are masters and are not failing. */
  async masters(): Promise<RedisServer[]> {
    const nodes = await this.nodes();
    return nodes.filter(({ isMaster, isFailing }) => isMaster && !isFailing).map(({ port }) => this.at(port));
  }

  /** The master that holds a key. */
  async masterOf(key: string): Promise<RedisServer> {
    const slot = await this.slotOf(key);
    const nodes = await this.nodes();
    const owner = nodes.find(({ slots }) => slots.some(([first, last]) => first <= slot && slot <= last));
    if (!owner) throw new Error(`nobody holds slot ${slot}`);
    return this.at(owner.port);
  }

  /** A replica of a master. */
  async replicaOf(master: RedisServer): Promise<RedisServer> {
    const nodes = await this.nodes();
    const id = nodes.find(({ port }) => port === master.port)?.id;
    const replica = nodes.find(({ masterId, isFailing }) => masterId === id && !isFailing);
    if (!replica) throw new Error(`the server on port ${master.port} has no replica`);
    return this.at(replica.port);
  }

  /** The slot of a key. */
  async slotOf(key: string): Promise<number> {
    return Number(await askServer(this.servers[0]?.port ?? 0, 'CLUSTER', 'KEYSLOT', key));
  }

  /** Has a replica take the place of its living master; resolves when it has. */
  async failover(replica: RedisServer): Promise<void> {
    await askServer(replica.port, 'CLUSTER', 'FAILOVER');
    const hasTakenOver = async (): Promise<boolean> => (await this.masters()).includes(replica);
    await eventually(hasTakenOver, 'the replica to take over');
  }

  /** Resolves when every server that is alive says that all slots are held and it knows every other one. */
  async whenWell(): Promise<void> {
    await eventually(async () => (await Promise.all(this.servers.map(isWell))).every(Boolean), 'the cluster');
  }

  /** Ends all servers. */
  async stop(): Promise<void> {
    await Promise.all(this.servers.map((server) => server.stop()));
  }

  private at(port: number): RedisServer {
    const server = this.servers.find((each) => each.port === port);
    if (!server) throw new Error(`no server of this cluster has port ${port}`);
    return server;
  }

  private async join(): Promise<void> {
    const masters = this.servers.slice(0, masterCount);
    const [first] = masters as [RedisServer];
    for (const [index, server] of this.servers.entries()) {
      // Different epochs from the start: else the servers have to settle who may keep which slots.
      await askServer(server.port, 'CLUSTER', 'SET-CONFIG-EPOCH', index + 1);
      if (server !== first) await askServer(server.port, 'CLUSTER', 'MEET', '127.0.0.1', first.port);
    }
    await Promise.all(
      masters.map(({ port }, index) => askServer(port, 'CLUSTER', 'ADDSLOTS', ...slotsOf(index))),
    );
    const size = this.servers.length;
    await eventually(async () =>
      (await Promise.all(this.servers.map((each) => knows(each, size)))).every(Boolean),
    );
    for (const [index, replica] of this.servers.slice(masterCount).entries()) {
      const id = await askServer(masters[index]?.port ?? 0, 'CLUSTER', 'MYID');
      await askServer(replica.port, 'CLUSTER', 'REPLICATE', String(id));
    }
    await this.whenWell();
  }
}

/** The slots of one master: a third of them, in order. */
function slotsOf(index: number): number[] {
  const share = (part: number): number => Math.floor((slotCount * part) / masterCount);
  const [from, to] = [share(index), share(index + 1)];
  return Array.from({ length: to - from }, (_, offset) => from + offset);
}

async function knows({ port }: RedisServer, count: number): Promise<boolean> {
  const nodes = readClusterNodes(String(await askServer(port, 'CLUSTER', 'NODES')));
  return nodes.length === count && nodes.every(({ isConnected }) => isConnected);
}

/** Whether a server is dead, or finds the cluster well and, as a replica, has its master's data. */
async function isWell({ port }: RedisServer): Promise<boolean> {
  try {
    const state = infoFields(await askServer(port, 'CLUSTER', 'INFO')).get('cluster_state');
    const replication = infoFields(await askServer(port, 'INFO', 'replication'));
    const nodes = readClusterNodes(String(await askServer(port, 'CLUSTER', 'NODES')));
    const roles = nodes.filter(({ isFailing }) => !isFailing);
    const isSettled = roles.filter(({ isMaster }) => isMaster).length === masterCount;
    const isLinked = replication.get('role') === 'master' || replication.get('master_link_status') === 'up';
    return state === 'ok' && isLinked && isSettled;
  } catch {
    return true;
  }
}
