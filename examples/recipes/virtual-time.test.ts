// #region recipe
import { expect } from 'chai';
import { createTestRuntime } from 'redis-triggers/testing';
import { Reminders, remindInAnHour } from './delay.js';

it('reminds after an hour, and not before', async () => {
  await using test = await createTestRuntime({ handlers: [Reminders], clock: 'virtual' });
  await remindInAnHour(test.runtime.sender, 'ada', 'tea');
  await test.clock.advance(59 * 60 * 1000);
  await test.invoked('Reminders.onReminder', 0);
  await test.clock.advance(60 * 1000);
  const [reminder] = await test.attempted('Reminders.onReminder', 1);
  expect(reminder?.result).to.equal('ada: tea');
});
// #endregion recipe
