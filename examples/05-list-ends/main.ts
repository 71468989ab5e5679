import { createRuntime, RedisListTrigger, RedisMessageModel } from 'redis-triggers';
import { eventually } from '../support/eventually.js';
import { openRedis, redisUrl } from '../support/redis.js';

let handled = 0;

// #region handler
class Letters {
  @RedisListTrigger({ connection: 'redisLocalhost', key: 'example05:left' })
  fromTheLeft(element: RedisMessageModel): void {
    console.log(`left:  ${element.message}`);
    handled += 1;
  }

  @RedisListTrigger({ connection: 'redisLocalhost', key: 'example05:right', listPopFromBeginning: false })
  fromTheRight(element: RedisMessageModel): void {
    console.log(`right: ${element.message}`);
    handled += 1;
  }
}
// #endregion handler

const redis = await openRedis();
await redis.del('example05:left', 'example05:right');
const runtime = await createRuntime({ handlers: [Letters], connections: { redisLocalhost: redisUrl } });
await runtime.start();

await redis.rpush('example05:left', 'a', 'b', 'c');
await eventually(() => handled === 3);
await redis.rpush('example05:right', 'a', 'b', 'c');
await eventually(() => handled === 6);

await runtime.stop();
redis.disconnect();
