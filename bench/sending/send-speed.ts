import { IsInt, IsString } from 'class-validator';
import { Redis } from 'ioredis';
import { createSender, defineList } from 'redis-triggers';
import { z } from 'zod';

/*
 * Sends so many messages in portions of a hundred, one portion after the other, in the way that is named, and says how many
 * a second in the second half.
 */

const [, , way = '', port = '', count = ''] = process.argv;
const portion = 100;
const connection = 'bench';
const url = `redis://127.0.0.1:${port}`;

class Order {
  @IsInt() id!: number;
  @IsString() text!: string;
}
type PlainOrder = Pick<Order, 'id' | 'text'>;

const orderSchema = z.object({ id: z.int(), text: z.string() });

/** 120 bytes as JSON, like the messages of the other scenarios. */
const orderOf = (id: number): PlainOrder => ({ id, text: 'x'.repeat(120 - 18 - `${id}`.length) });

const sender = createSender({ connections: { [connection]: url } });
const client = new Redis(url);
const lists = {
  plain: defineList('plain', { connection }),
  class: defineList('class', { connection, payload: Order }),
  schema: defineList('schema', { connection, payload: orderSchema }),
};

const ways: Readonly<Record<string, (orders: readonly PlainOrder[]) => Promise<unknown>>> = {
  plain: (orders) =>
    sender.push(
      lists.plain,
      orders.map((order) => JSON.stringify(order)),
    ),
  class: (orders) => sender.push(lists.class, orders),
  schema: (orders) => sender.push(lists.schema, orders),
  pipeline: (orders) => {
    const pipeline = client.pipeline();
    for (const order of orders) pipeline.rpush('pipeline', JSON.stringify(order));
    return pipeline.exec();
  },
  command: (orders) => client.rpush('command', ...orders.map((order) => JSON.stringify(order))),
};

const send = ways[way];
if (!send) throw new Error(`There is no way ${way}.`);
/** Sends so many, and resolves with how many a second. */
const sendMany = async (messages: number): Promise<number> => {
  const began = performance.now();
  for (let from = 0; from < messages; from += portion) {
    await send(Array.from({ length: portion }, (_, index) => orderOf(from + index)));
  }
  return (messages / (performance.now() - began)) * 1_000;
};

const half = Math.ceil(Number(count) / 2);
// While V8 compiles, for every way alike.
await sendMany(half);
process.stdout.write(`${await sendMany(half)}\n`);
await sender.close();
client.disconnect();
