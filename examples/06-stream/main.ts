import { createRuntime, RedisMessageModel, RedisStreamTrigger } from 'redis-triggers';
import { eventually } from '../support/eventually.js';
import { openRedis, redisUrl } from '../support/redis.js';

let handled = 0;

// #region handler
class Audit {
  /** An entry is acknowledged after the method returned, and with `deleteAfterProcess` then deleted. */
  @RedisStreamTrigger({ connection: 'redisLocalhost', key: 'example06:audit', deleteAfterProcess: true })
  onEntry(entry: RedisMessageModel): void {
    console.log(`${entry.trigger}: ${entry.message}`);
    handled += 1;
  }
}
// #endregion handler

const redis = await openRedis();
await redis.del('example06:audit');
await redis.xadd('example06:audit', '*', 'user', 'ada', 'action', 'added before the start');

const runtime = await createRuntime({ handlers: [Audit], connections: { redisLocalhost: redisUrl } });
await runtime.start();
await redis.xadd('example06:audit', '*', 'user', 'bob', 'action', 'login');
await redis.xadd('example06:audit', '*', 'user', 'ada', 'tag', 'one', 'tag', 'two');

await eventually(async () => handled === 3 && (await redis.xlen('example06:audit')) === 0);
console.log(`entries left in the stream: ${await redis.xlen('example06:audit')}`);
console.log(`consumer groups: ${await groupNames()}`);
await runtime.stop();
await redis.del('example06:audit');
redis.disconnect();

async function groupNames(): Promise<string> {
  const groups = (await redis.xinfo('GROUPS', 'example06:audit')) as string[][];
  return groups.map((group) => group[1]).join(', ');
}
