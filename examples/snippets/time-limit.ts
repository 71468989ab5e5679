import { RedisListTrigger, RedisMessageModel } from 'redis-triggers';

// #region handler
export class Thumbnails {
  @RedisListTrigger({ connection: 'redisLocalhost', key: 'images', timeLimitInMs: 5_000 })
  async onImage(image: RedisMessageModel, signal: AbortSignal): Promise<void> {
    const response = await fetch(image.message, { signal }); // ends when the time is over
    await shrink(await response.arrayBuffer());
  }
}
// #endregion handler

async function shrink(_image: ArrayBuffer): Promise<void> {
  await Promise.resolve();
}
