import { createRuntime, RedisMessageModel, RedisPubSubTrigger } from 'redis-triggers';
import { eventually } from '../support/eventually.js';
import { openRedis, redisUrl } from '../support/redis.js';

let handled = 0;

// #region handler
class News {
  @RedisPubSubTrigger({ connection: 'redisLocalhost', channel: 'example01:news' })
  onNews(news: RedisMessageModel): void {
    console.log(`${news.trigger}: ${news.message}`);
    handled += 1;
  }
}
// #endregion handler

const redis = await openRedis();
const runtime = await createRuntime({ handlers: [News], connections: { redisLocalhost: redisUrl } });
await runtime.start();

await redis.publish('example01:news', 'the first');
await redis.publish('example01:other', 'nobody subscribes to this channel');
await redis.publish('example01:news', 'the second');

await eventually(() => handled === 2);
await runtime.stop();
redis.disconnect();
