import { type InputOf, Payload, RedisListTrigger, RedisOutput } from 'redis-triggers';
import { Order, orders, receipts } from './definitions.js';

/** Handles orders; what it returns is sent before the order is acknowledged. */
export class Worker {
  @RedisListTrigger(orders)
  @RedisOutput(receipts, { maxLength: 1_000 })
  onOrder(@Payload() { id, article, cups }: Order): InputOf<typeof receipts> {
    return { order: id, text: `${cups} × ${article}` };
  }
}
