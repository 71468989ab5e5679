import { Test } from '@nestjs/testing';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { onTestRedis, testRuntimeOf } from 'redis-triggers/nest/testing';
import { AppModule } from './app.module.js';
import { orders } from './order.js';
import { Shop } from './shop.js';

void test('an order is sold', async () => {
  const module = await onTestRedis(Test.createTestingModule({ imports: [AppModule] })).compile();
  const app = await module.init();
  const redis = await testRuntimeOf(app);

  await redis.push(orders, { article: 'tea', quantity: 2 });
  await redis.invoked('OrdersHandler.onOrder', 1);

  assert.deepEqual(app.get(Shop).sold, ['2 x tea']);
  await app.close();
});
