import { expect } from 'chai';
import { Condition } from '../../../lib/listeners/window/condition.js';
import { settled } from '../../support/manual-clock.js';

describe('Condition', () => {
  const never = new AbortController().signal;

  async function isDone(promise: Promise<void>): Promise<boolean> {
    let done = false;
    void promise.then(() => (done = true));
    await settled();
    return done;
  }

  it('lets everybody go on who waits when it has come true, and not before', async () => {
    let isTrue = false;
    const condition = new Condition(() => isTrue);
    const waits = [condition.wait(never), condition.wait(never)];
    condition.look();
    expect(await Promise.all(waits.map(isDone))).to.deep.equal([false, false]);
    isTrue = true;
    condition.look();
    expect(await Promise.all(waits.map(isDone))).to.deep.equal([true, true]);
    expect(await isDone(condition.wait(never))).to.equal(true);
  });

  it('ends a wait whose signal is aborted, before or meanwhile', async () => {
    const condition = new Condition(() => false);
    const giveUp = new AbortController();
    const wait = condition.wait(giveUp.signal);
    giveUp.abort();
    expect(await isDone(wait)).to.equal(true);
    expect(await isDone(condition.wait(giveUp.signal))).to.equal(true);
  });
});
