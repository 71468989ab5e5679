import { ChannelMessage, createRuntime, RedisPubSubTrigger } from 'redis-triggers';
import { eventually } from '../support/eventually.js';
import { openRedis, redisUrl } from '../support/redis.js';

let handled = 0;

// #region handler
class Weather {
  /** The `*` makes this a pattern (PSUBSCRIBE); the message says which channel it came from. */
  @RedisPubSubTrigger({ connection: 'redisLocalhost', channel: 'example02:weather:*' })
  onReport({ channel, pattern, body }: ChannelMessage): void {
    console.log(`${channel} (by ${pattern ?? 'its name'}): ${body.toString()}`);
    handled += 1;
  }
}
// #endregion handler

const redis = await openRedis();
const runtime = await createRuntime({ handlers: [Weather], connections: { redisLocalhost: redisUrl } });
await runtime.start();

await redis.publish('example02:weather:oslo', 'snow');
await redis.publish('example02:weather:rome', 'sun');

await eventually(() => handled === 2);
await runtime.stop();
redis.disconnect();
