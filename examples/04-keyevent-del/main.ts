import { createRuntime, RedisMessageModel, RedisPubSubTrigger } from 'redis-triggers';
import { eventually } from '../support/eventually.js';
import { openRedis, redisUrl } from '../support/redis.js';

let handled = 0;

// #region handler
class Deletions {
  /** The channel names the command, the message is the key. */
  @RedisPubSubTrigger({ connection: 'redisLocalhost', channel: '__keyevent@0__:del' })
  onDelete(event: RedisMessageModel): void {
    if (!event.message.startsWith('example04:')) return;
    console.log(`${event.trigger}: ${event.message}`);
    handled += 1;
  }
}
// #endregion handler

const redis = await openRedis();
const [, flagsBefore = ''] = await redis.config('GET', 'notify-keyspace-events');
const runtime = await createRuntime({
  handlers: [Deletions],
  connections: { redisLocalhost: redisUrl },
  configureKeyspaceNotifications: true, // for all functions; without it, start() says which flags are missing
});
await runtime.start();

await redis.mset('example04:a', '1', 'example04:b', '2', 'example04:c', '3');
await redis.del('example04:a', 'example04:b');
await redis.del('example04:no-such-key');
await redis.del('example04:c');

await eventually(() => handled === 3);
await runtime.stop();
await redis.config('SET', 'notify-keyspace-events', flagsBefore);
redis.disconnect();
