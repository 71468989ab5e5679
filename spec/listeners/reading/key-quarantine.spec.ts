import { expect } from 'chai';
import { KeyQuarantine } from '../../../lib/listeners/reading/key-quarantine.js';
import { ManualClock } from '../../support/manual-clock.js';
import { RedisReplyError } from '../../../lib/redis/errors/redis-reply-error.js';

describe('KeyQuarantine', () => {
  const examine = (bad: readonly string[]) => (key: string) =>
    bad.includes(key)
      ? Promise.reject(new RedisReplyError('WRONGTYPE it is something else'))
      : Promise.resolve();

  it('looks at a bad key again after five seconds, and goes on with the others', async () => {
    const clock = new ManualClock();
    const quarantine = new KeyQuarantine(['good', 'bad'], clock, examine(['bad']));
    await quarantine.examineAll();
    expect(quarantine.healthy).to.deep.equal(['good']);
    await clock.advance(4_999);
    expect(quarantine.isDue).to.equal(false);
    await clock.advance(1);
    expect(quarantine.isDue).to.equal(true);
  });

  it('looks again at once where no key is left, for there is nothing else to do', async () => {
    const quarantine = new KeyQuarantine(['a', 'b'], new ManualClock(), examine(['a', 'b']));
    await quarantine.examineAll();
    expect(quarantine.healthy).to.deep.equal([]);
    expect(quarantine.isDue).to.equal(true);
  });
});
