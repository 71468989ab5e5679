import assert from 'node:assert/strict';
import { createTestRuntime, invoke } from 'redis-triggers/testing';
import { RedisMessageModel } from 'redis-triggers';
import { Orders } from './orders.js';

/** Sends something to a function of each kind, and a bad order that is tried twice. */
export async function useAllKinds(): Promise<void> {
  await using test = await createTestRuntime({ handlers: [Orders] });
  await test.push('orders', 'tea', 'bad');
  await test.add('payments', { amount: 3 });
  await test.publish('news', 'hello');
  assert.equal((await test.invoked('Orders.onOrder', 3)).length, 3);
  assert.equal(test.invocations('Orders.onPayment').length, 1);
  assert.equal(test.invocations('Orders.onNews').length, 1);
}

/** The same while fake timers are on, whichever they are; nobody moves them. */
export async function useUnderFakeTimers(fake: () => void, restore: () => void): Promise<void> {
  const test = await createTestRuntime({ handlers: [Orders] });
  fake();
  try {
    await test.push('orders', 'tea', 'bad');
    await test.add('payments', { amount: 3 });
    await test.publish('news', 'hello');
    await test.invoked('Orders.onOrder', 3);
    await test.redis.set('key', 'value', 'PX', 20);
    await invoke(Orders, 'onOrder', new RedisMessageModel('orders', 'tea'));
    await test.stop();
  } finally {
    restore();
  }
}

/** Everything while fake timers are on, the start too. */
export async function startUnderFakeTimers(fake: () => void, restore: () => void): Promise<void> {
  fake();
  try {
    await useAllKinds();
  } finally {
    restore();
  }
}
