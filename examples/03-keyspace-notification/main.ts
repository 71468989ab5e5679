import { createRuntime, RedisMessageModel, RedisPubSubTrigger } from 'redis-triggers';
import { eventually } from '../support/eventually.js';
import { openRedis, redisUrl } from '../support/redis.js';

let handled = 0;

// #region handler
class MyKey {
  /** The channel names the key, the message is the command that touched it. */
  @RedisPubSubTrigger({
    connection: 'redisLocalhost',
    channel: '__keyspace@0__:myKey',
    configureKeyspaceNotifications: true,
  })
  onChange(event: RedisMessageModel): void {
    console.log(`${event.trigger}: ${event.message}`);
    handled += 1;
  }
}
// #endregion handler

const redis = await openRedis();
const [, flagsBefore = ''] = await redis.config('GET', 'notify-keyspace-events');
const runtime = await createRuntime({ handlers: [MyKey], connections: { redisLocalhost: redisUrl } });
await runtime.start();

await redis.set('myKey', 'a value');
await redis.expire('myKey', 100);
await redis.set('example03:anotherKey', 'of which nothing is heard');
await redis.del('myKey', 'example03:anotherKey');

await eventually(() => handled === 3);
await runtime.stop();
await redis.config('SET', 'notify-keyspace-events', flagsBefore);
redis.disconnect();
