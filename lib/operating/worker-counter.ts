import type { FunctionDescriptor } from '../functions/function-descriptor.js';
import { groupBySlot } from '../redis/cluster/slots.js';
import { isKeyspaceChannel } from '../functions/keyspace-channel.js';
import type { CommandSender, RedisCommand } from '../redis/commands/command-sender.js';
import { ifPermitted } from '../redis/errors/if-permitted.js';

/**
 * Counts the processes that listen for a function, by the names that their connections have on the server (CLIENT LIST)
 * and by who subscribes (PUBSUB NUMSUB). In a cluster each node knows its own connections, so all are asked. Undefined
 * where that cannot be told: without the right to ask, for a pattern, and where reads share a connection.
 */
export function workerCounter(
  nodes: Nodes,
  isCluster: boolean,
): (descriptor: FunctionDescriptor) => Promise<number | undefined> {
  let names: Promise<ReadonlyMap<string, number> | undefined> | undefined;
  return async (descriptor) => {
    if (descriptor.kind === 'pubsub') return countSubscribers(descriptor, nodes);
    if (!descriptor.blocking) return undefined;
    names ??= ifPermitted(async () => countNames(await askAll(nodes.masters, ['CLIENT', 'LIST'])));
    const counts = await names;
    if (!counts) return undefined;
    const connections = counts.get(`redis-triggers:${descriptor.id}`.replace(/[^!-~]/g, '_')) ?? 0;
    // In a cluster, a process has a connection for each slot of its keys.
    return Math.ceil(connections / (isCluster ? groupBySlot(descriptor.keys).length : 1));
  };
}

async function countSubscribers(
  { channel, pattern, sharded }: Extract<FunctionDescriptor, { kind: 'pubsub' }>,
  { masters, replicas }: Nodes,
): Promise<number | undefined> {
  if (pattern) return undefined;
  return ifPermitted(async () => {
    // A process subscribes to keyspace notifications at each master, to a sharded channel at one of them, and to any other
    // channel at any node.
    const isOfMasters = sharded || isKeyspaceChannel(channel);
    const command: RedisCommand = ['PUBSUB', sharded ? 'SHARDNUMSUB' : 'NUMSUB', channel];
    const replies = await askAll(isOfMasters ? masters : [...masters, ...replicas], command);
    const counts = replies.map((reply) => Number((reply as readonly unknown[])[1]));
    return isKeyspaceChannel(channel) ? Math.max(...counts) : counts.reduce((sum, count) => sum + count, 0);
  });
}

function askAll(nodes: readonly CommandSender[], command: RedisCommand): Promise<unknown[]> {
  return Promise.all(nodes.map((node) => node.send(command)));
}

/** The servers of a connection: without a cluster one master. */
export interface Nodes {
  readonly masters: readonly CommandSender[];
  readonly replicas: readonly CommandSender[];
}

/** How many connections have each name. */
function countNames(lists: readonly unknown[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const list of lists)
    for (const [, name = ''] of String(list).matchAll(/ name=(\S+)/g))
      counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}
