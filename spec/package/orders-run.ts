import { redisServerVersion } from '../support/redis-binary.js';
import { RedisServer } from '../support/redis-server.js';
import type { Project } from './project.js';

const described = 'Orders.onOrder takes 2\n';
const received = 'Orders.onOrder received one from orders\n';

/** What the program `orders.ts` prints when all is well: without a server it stops before it starts. */
export const ordersOutput = redisServerVersion === undefined ? described : described + received;

/** Runs a compiled `orders.ts`, on a Redis of its own where there is one to start. */
export async function runOrders(project: Project, ...args: readonly string[]): Promise<string> {
  if (redisServerVersion === undefined) return project.output(args);
  const server = await RedisServer.start();
  try {
    return await project.output(args, { REDIS_URL: server.url });
  } finally {
    await server.stop();
  }
}
