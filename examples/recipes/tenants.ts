import { RedisListTrigger, RedisMessageModel, type Class } from 'redis-triggers';

export const handled: string[] = [];

// #region recipe
/** A function for each tenant: a list, dead letters, metrics and a concurrency of its own. */
export function ordersOf(tenant: string): Class {
  class TenantOrders {
    @RedisListTrigger({
      connection: 'redisLocalhost',
      key: `{${tenant}}:orders`, // the braces keep what belongs to a tenant in one slot of a cluster
      name: `${tenant}.onOrder`,
      concurrency: 5,
    })
    onOrder(order: RedisMessageModel): void {
      handled.push(`${tenant}: ${order.message}`);
    }
  }
  return TenantOrders;
}

export const handlersOf = (tenants: readonly string[]): Class[] => tenants.map(ordersOf);
// #endregion recipe
