import type { Redis } from 'ioredis';
import { OnGap, RedisMessageModel, RedisPubSubTrigger } from 'redis-triggers';
import { inject, injectable } from 'tsyringe';

export const ended: string[] = [];

// #region recipe
const sessionInMs = 30 * 60 * 1000;

/** The key expires by itself; the sorted set remembers when, for the case that nobody hears of it. */
export async function beginSession(redis: Redis, id: string, lastsInMs = sessionInMs): Promise<void> {
  await redis
    .multi()
    .set(`session:${id}`, '', 'PX', lastsInMs)
    .zadd('sessions', Date.now() + lastsInMs, id)
    .exec();
}

@injectable()
export class Sessions {
  constructor(@inject('redis') private readonly redis: Redis) {}

  @RedisPubSubTrigger({
    connection: 'redisLocalhost',
    channel: '__keyevent@0__:expired',
    configureKeyspaceNotifications: true,
    exclusive: true,
  })
  async onExpired({ message: key }: RedisMessageModel): Promise<void> {
    if (key.startsWith('session:')) await this.end(key.slice('session:'.length));
  }

  /** Whatever was missed is overdue in the sorted set. Call it from a timer as well. */
  @OnGap()
  async endOverdue(): Promise<void> {
    for (const id of await this.redis.zrangebyscore('sessions', 0, Date.now())) await this.end(id);
  }

  private async end(id: string): Promise<void> {
    if (await this.redis.zrem('sessions', id)) ended.push(id); // only who removes it ends it
  }
}
// #endregion recipe
