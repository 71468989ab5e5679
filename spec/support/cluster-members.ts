import { askServer } from './ask-server.js';
import type { RedisCluster } from './redis-cluster.js';
import type { RedisServer } from './redis-server.js';

/** Has the servers of a cluster forget one that joined, which goes on to believe that it is one of them. */
export async function forgetMember(cluster: RedisCluster, member: RedisServer): Promise<void> {
  const id = await askServer(member.port, 'CLUSTER', 'MYID');
  await Promise.all(cluster.servers.map(({ port }) => askServer(port, 'CLUSTER', 'FORGET', String(id))));
}

/** Takes one that joined out of a cluster, as `redis-cli --cluster del-node` does. */
export async function removeMember(cluster: RedisCluster, member: RedisServer): Promise<void> {
  await forgetMember(cluster, member);
  await askServer(member.port, 'CLUSTER', 'RESET', 'SOFT');
}

/** How many connections of runtimes a server has, of those in this role. */
export async function countClients({ port }: RedisServer, role = ''): Promise<number> {
  const list = String(await askServer(port, 'CLIENT', 'LIST'));
  return list.split(` name=redis-triggers:${role}`).length - 1;
}
