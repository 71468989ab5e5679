import { Injectable } from '@nestjs/common';
import { Payload, RedisListTrigger } from 'redis-triggers';
import { Order, orders } from './order.js';
import { Shop } from './shop.js';

@Injectable()
export class OrdersHandler {
  constructor(private readonly shop: Shop) {}

  @RedisListTrigger(orders)
  async onOrder(@Payload() order: Order): Promise<void> {
    await this.shop.sell(order.article, order.quantity);
  }
}
