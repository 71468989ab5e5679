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

  it('leaves out a key that cannot be made while memory is full, and throws what concerns all keys', async () => {
    const examineWith = (error: Error) => (key: string) =>
      key === 'bad' ? Promise.reject(error) : Promise.resolve();
    const full = new RedisReplyError('OOM command not allowed when used memory > maxmemory');
    const quarantine = new KeyQuarantine(['good', 'bad'], new ManualClock(), examineWith(full));
    await quarantine.examineAll();
    expect(quarantine.firstError).to.equal(full);
    const closed = new Error('Connection is closed.');
    const other = new KeyQuarantine(['good', 'bad'], new ManualClock(), examineWith(closed));
    expect(await other.examineAll().catch((error: unknown) => error)).to.equal(closed);
    expect(other.firstError).to.equal(undefined);
  });

  it('reads a key again that is well again, and begins each time with the next', async () => {
    const bad = ['b'];
    const quarantine = new KeyQuarantine(['a', 'b', 'c'], new ManualClock(), (key) => examine(bad)(key));
    await quarantine.examineAll();
    expect([quarantine.healthy, quarantine.healthy]).to.deep.equal([
      ['c', 'a'],
      ['a', 'c'],
    ]);
    bad.pop();
    await quarantine.examineAll();
    expect(quarantine.firstError).to.equal(undefined);
    expect(quarantine.healthy).to.have.members(['a', 'b', 'c']);
  });

  it('looks again at once where no key is left, for there is nothing else to do', async () => {
    const quarantine = new KeyQuarantine(['a', 'b'], new ManualClock(), examine(['a', 'b']));
    await quarantine.examineAll();
    expect(quarantine.healthy).to.deep.equal([]);
    expect(quarantine.isDue).to.equal(true);
  });
});
