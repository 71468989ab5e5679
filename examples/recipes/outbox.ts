import { defineStream, type Sender } from 'redis-triggers';
import { z } from 'zod';

// #region recipe
/** What a PostgreSQL client offers, such as a pool of `pg`. */
export interface Database {
  query(sql: string, parameters?: readonly unknown[]): Promise<readonly Record<string, unknown>[]>;
}

const Order = z.object({ id: z.number(), article: z.string() });
export const orders = defineStream('orders', {
  connection: 'redisLocalhost',
  payload: Order,
  payloadField: 'json',
});

/** One statement is one transaction: the order and its message are both there, or neither is. */
export async function placeOrder(database: Database, order: z.infer<typeof Order>): Promise<void> {
  await database.query(
    `with placed as (insert into orders (id, article) values ($1, $2))
     insert into outbox (message) values ($3)`,
    [order.id, order.article, JSON.stringify(order)],
  );
}

/** Sends what is in the outbox, in order. Run it after a commit and from a timer, in one process at a time. */
export async function relayOutbox(database: Database, sender: Sender): Promise<number> {
  const rows = await database.query('select id, message from outbox order by id limit 100');
  for (const { id, message } of rows) {
    await sender.add(orders, Order.parse(JSON.parse(String(message))));
    await database.query('delete from outbox where id = $1', [id]);
  }
  return rows.length;
}
// #endregion recipe
