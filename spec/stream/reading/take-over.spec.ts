import { expect } from 'chai';
import { TakeOver, type Claimable } from '../../../lib/stream/reading/take-over.js';
import { settled } from '../../support/manual-clock.js';

const never = new AbortController().signal;

describe('TakeOver', () => {
  let sweeps: number;
  let takeOver: TakeOver;

  beforeEach(() => {
    sweeps = 0;
    takeOver = new TakeOver(1_000, { sweepSoon: () => (sweeps += 1) });
  });

  const claimable = (id: string, changes: Partial<Claimable> = {}): Claimable => ({
    ...{ key: 'orders', id, deliveryCount: 1, isOwn: false, idleInMs: 60_000, listedAt: 0 },
    ...changes,
  });
  const offer = (key: string, ...ids: string[]): void =>
    takeOver.offer(
      key,
      ids.map((id) => claimable(id, { key })),
    );
  const next = (count: number, now = 0): unknown => {
    const claim = takeOver.next(count, now);
    return claim && [claim.key, ...claim.entries.map(({ id }) => id)];
  };
  /** As long as the stream has nothing new. */
  const findNothingNew = (now: number): void => takeOver.foundNew(0, now);

  it('gives what waits in its order, at most so many at once, by turns with new entries', () => {
    offer('orders', '1', '2', '3');
    expect(next(2)).to.deep.equal(['orders', '1', '2']);
    expect(next(2), 'the turn of new ones').to.equal(undefined);
    expect(takeOver.size).to.equal(1);
    expect(next(2)).to.deep.equal(['orders', '3']);
    expect([takeOver.size, next(2), next(2)]).to.deep.equal([0, undefined, undefined]);
  });

  it('looks for new entries less often while there are none', () => {
    offer('orders', '1', '2', '3', '4');
    expect(next(1)).to.deep.equal(['orders', '1']);
    expect(next(1)).to.equal(undefined);
    findNothingNew(0);
    expect([next(1, 10), next(1, 49)]).to.deep.equal([
      ['orders', '2'],
      ['orders', '3'],
    ]);
    expect(next(1, 50)).to.equal(undefined);
    takeOver.foundNew(1, 50);
    expect([next(1, 50), next(1, 50)]).to.deep.equal([['orders', '4'], undefined]);
  });

  it('gives the keys their turns', () => {
    offer('a', '1', '2');
    offer('b', '3');
    offer('c');
    findNothingNew(0);
    expect([next(1), next(1), next(1)]).to.deep.equal([
      ['a', '1'],
      ['b', '3'],
      ['a', '2'],
    ]);
  });

  it('gives together only what one command can claim', () => {
    findNothingNew(0);
    takeOver.offer('orders', [
      claimable('1'),
      claimable('2', { isOwn: true }),
      claimable('3', { isOwn: true, deliveryCount: 2 }),
      claimable('4', { isOwn: true, deliveryCount: 2 }),
    ]);
    expect([next(5), next(5), next(5)]).to.deep.equal([
      ['orders', '1'],
      ['orders', '2'],
      ['orders', '3', '4'],
    ]);
  });

  it('gives nothing of others that was listed too long ago, and has it looked for again', () => {
    findNothingNew(0);
    takeOver.offer('a', [claimable('1'), claimable('2', { listedAt: 500 }), claimable('3', { isOwn: true })]);
    takeOver.offer('b', [claimable('4'), claimable('5')]);
    findNothingNew(1_000);
    expect(next(5, 1_000)).to.deep.equal(['a', '2']);
    expect(sweeps).to.equal(1);
    expect(next(5, 1_000)).to.deep.equal(['a', '3']);
    expect([sweeps, takeOver.size]).to.deep.equal([3, 0]);
  });

  it('takes an entry that is listed once more for the same', () => {
    offer('orders', '1', '2');
    takeOver.offer('orders', [claimable('1', { deliveryCount: 3 })]);
    expect(takeOver.size).to.equal(2);
    expect(next(5)).to.deep.equal(['orders', '1']);
  });

  it('is low when at most half of what may wait is left, or when it was cleared', async () => {
    await takeOver.whenLow(never);
    offer('orders', ...Array.from({ length: 2_002 }, (_, index) => `${index}`));
    findNothingNew(0);
    let isLow = false;
    const low = takeOver.whenLow(never).then(() => (isLow = true));
    next(1);
    await settled();
    expect(isLow).to.equal(false);
    next(1);
    await low;
    offer('orders', 'one more');
    const cleared = takeOver.whenLow(never);
    takeOver.clear();
    await cleared;
    expect([takeOver.size, next(5)]).to.deep.equal([0, undefined]);
  });

  it('is waited for no longer than the signal allows', async () => {
    offer('orders', ...Array.from({ length: 2_001 }, (_, index) => `${index}`));
    const end = new AbortController();
    const low = takeOver.whenLow(end.signal);
    end.abort();
    await low;
  });
});
