import { RedisListTrigger } from 'redis-triggers';

export class Orders {
  @RedisListTrigger({ connection: 'redis', key: 'orders' })
  onOrder(): void {
    // Only its backlog matters.
  }
}
