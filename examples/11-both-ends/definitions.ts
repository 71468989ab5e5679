import { IsInt, IsPositive, IsString } from 'class-validator';
import { defineList, defineStream } from 'redis-triggers';

const connection = 'redisLocalhost';

/** What a customer orders. */
export class Order {
  @IsInt()
  id!: number;

  @IsString()
  article!: string;

  @IsInt()
  @IsPositive()
  cups!: number;
}

/** What both ends agree on: the web server sends orders, the worker handles them. */
export const orders = defineList('example11:orders', {
  connection,
  payload: Order,
  delivery: 'atLeastOnce',
});

/** What the worker sends: a text each. */
export const receipts = defineStream('example11:receipts', { connection });
