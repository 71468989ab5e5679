import { expect } from 'chai';
import { RedisMessageModel } from 'redis-triggers';
import { createTestRuntime, invoke } from 'redis-triggers/testing';
import { Mailer, Orders, orders, Reminders, Stock } from './shop.js';

// #region test
const stock = { take: (): Promise<number> => Promise.resolve(7) };

it('accepts orders', async () => {
  await using test = await createTestRuntime({ handlers: [Orders], overrides: [[Stock, stock]] });
  await test.push(orders, { id: 1, item: 'tea' });
  const [order] = await test.invoked('Orders.onOrder', 1);
  expect(order?.result).to.equal('tea for 1, 7 left');
});
// #endregion test

// #region invoke
it('accepts one order', async () => {
  const message = new RedisMessageModel('orders', '{"id":1,"item":"tea"}');
  const result = await invoke(Orders, 'onOrder', message, { overrides: [[Stock, stock]] });
  expect(result).to.equal('tea for 1, 7 left');
});
// #endregion invoke

// #region faults
it('goes on after dropped connections', async () => {
  const overrides = [[Stock, stock]] as const;
  await using test = await createTestRuntime({ handlers: [Orders], overrides, redis: 'fake' });
  test.fake?.faults.drop();
  await test.push('orders', { id: 1, item: 'tea' });
  await test.invoked('Orders.onOrder', 1);
});
// #endregion faults

// #region time
it('reminds again after an hour', async () => {
  let sent = 0;
  const mailer = { send: () => expect(++sent).to.equal(2) }; // fails the first time
  const overrides = [[Mailer, mailer]] as const;
  await using test = await createTestRuntime({ handlers: [Reminders], overrides, clock: 'virtual' });
  await test.push('reminders', 'drink tea');
  await test.attempted('Reminders.onReminder', 1);
  await test.clock.advance(3_600_000);
  const [, second] = await test.invoked('Reminders.onReminder', 2);
  expect(second?.error).to.equal(undefined);
});
// #endregion time
