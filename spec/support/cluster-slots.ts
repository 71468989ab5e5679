import { askServer, type Reply } from './ask-server.js';
import { ownClusterPorts } from './own-port.js';
import { eventually } from './eventually.js';
import type { RedisCluster } from './redis-cluster.js';
import { RedisServer } from './redis-server.js';

/** How many keys go over in one MIGRATE. */
const keysAtOnce = 10;

/**
 * Moves a slot from the master that holds it to another, as a reshard does: key by key, while clients read and
 * write. `onItsWay` runs when the slot is announced on both sides and no key has gone over.
 */
export async function moveSlot(
  cluster: RedisCluster,
  slot: number,
  source: RedisServer,
  target: RedisServer,
  onItsWay: () => Promise<unknown> = () => Promise.resolve(),
): Promise<void> {
  const [sourceId, targetId] = await Promise.all([idOf(source), idOf(target)]);
  await askServer(target.port, 'CLUSTER', 'SETSLOT', slot, 'IMPORTING', sourceId);
  await askServer(source.port, 'CLUSTER', 'SETSLOT', slot, 'MIGRATING', targetId);
  await onItsWay();
  while (await migrateSome(slot, source, target));
  // The one that gets it first, then the one that had it, then the others, for which gossip would take a while.
  for (const { port } of new Set([target, source, ...cluster.servers])) {
    await askServer(port, 'CLUSTER', 'SETSLOT', slot, 'NODE', targetId).catch(ignoreReplica);
  }
}

/** Starts a server, and has it join a cluster as a master without slots. */
export async function joinMaster(cluster: RedisCluster, args: readonly string[] = []): Promise<RedisServer> {
  const [port] = await ownClusterPorts(1);
  const mode = ['--cluster-enabled', 'yes', '--cluster-node-timeout', '2000'];
  const server = await RedisServer.start({ ...(port && { port }), args: [...mode, ...args] });
  const [first] = cluster.servers as [RedisServer];
  await askServer(server.port, 'CLUSTER', 'MEET', '127.0.0.1', first.port);
  const known = async (): Promise<boolean> => {
    const views = cluster.servers.map(({ port: each }) =>
      askServer(each, 'CLUSTER', 'NODES').catch(() => undefined),
    );
    return (await Promise.all(views)).every((view) => view === undefined || isConnected(view, server.port));
  };
  await eventually(known, 'every server to know the one that joined');
  return server;
}

async function migrateSome(slot: number, source: RedisServer, target: RedisServer): Promise<boolean> {
  const keys = (await askServer(source.port, 'CLUSTER', 'GETKEYSINSLOT', slot, keysAtOnce)) as string[];
  if (keys.length === 0) return false;
  await askServer(source.port, 'MIGRATE', '127.0.0.1', target.port, '', 0, 5_000, 'KEYS', ...keys);
  return true;
}

function ignoreReplica(error: Error): void {
  if (!error.message.includes('only on masters') && !error.message.includes('only with masters')) throw error;
}

async function idOf({ port }: RedisServer): Promise<string> {
  return String(await askServer(port, 'CLUSTER', 'MYID'));
}

function isConnected(nodes: Reply, port: number): boolean {
  const line = String(nodes)
    .split('\n')
    .find((each) => each.includes(`:${port}@`));
  return line !== undefined && line.includes(' connected') && !line.includes('handshake');
}
