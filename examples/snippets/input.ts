import { Payload, RedisInput, RedisListTrigger } from 'redis-triggers';
import { z } from 'zod';

// #region input
const Order = z.object({ userId: z.number(), article: z.string() });
const User = z.object({ name: z.string() });

export class Orders {
  @RedisListTrigger({ connection: 'redisLocalhost', key: 'orders', payload: Order })
  onOrder(
    @Payload() { article }: z.infer<typeof Order>,
    @RedisInput({ command: 'GET user:{userId}', type: User }) user: z.infer<typeof User> | undefined,
    @RedisInput({ command: 'HGET stock {article}' }) left?: number,
  ): void {
    console.log(`${article} for ${user?.name ?? 'a stranger'}, ${left ?? 0} left`);
  }
}
// #endregion input
