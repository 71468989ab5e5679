import assert from 'node:assert/strict';
import { createTestRuntime } from 'redis-triggers/testing';
import { Orders, Stock } from './orders.js';

it('takes an order from stock', async () => {
  const stock = { take: (): Promise<number> => Promise.resolve(7) };
  const test = await createTestRuntime({ handlers: [Orders], overrides: [[Stock, stock]] });
  await test.push('orders', 'tea');
  const [order] = await test.invoked('Orders.onOrder', 1);
  assert.equal(order?.result, 'tea, 7 left, attempt 1');
  await test.stop();
});
