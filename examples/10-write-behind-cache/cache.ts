import type { Redis } from 'ioredis';

export const writesKey = 'example10:writes';

// #region cache
/** A cache whose every write is also an entry of a stream. */
export class Cache {
  constructor(private readonly redis: Redis) {}

  /** Both happen or neither does (MULTI), and in one order: that of the entry ids. */
  async set(key: string, value: string): Promise<void> {
    await this.redis.multi().set(key, value).xadd(writesKey, '*', 'key', key, 'value', value).exec();
  }

  get(key: string): Promise<string | null> {
    return this.redis.get(key);
  }
}
// #endregion cache
