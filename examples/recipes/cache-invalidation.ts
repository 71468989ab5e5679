import { OnGap, RedisMessageModel, RedisPubSubTrigger } from 'redis-triggers';
import { singleton } from 'tsyringe';

// #region recipe
@singleton()
export class ProductCache {
  private readonly products = new Map<string, string>();

  async get(id: string, load: (id: string) => Promise<string>): Promise<string> {
    const product = this.products.get(id) ?? (await load(id));
    this.products.set(id, product);
    return product;
  }

  /** Every process has a cache, and every process hears of it. */
  @RedisPubSubTrigger({ connection: 'redisLocalhost', channel: 'products:changed' })
  onChanged({ message: id }: RedisMessageModel): void {
    this.products.delete(id);
  }

  /** What was published while the connection was lost is unknown: nothing in the cache can be trusted. */
  @OnGap()
  onGap(): void {
    this.products.clear();
  }
}
// #endregion recipe
