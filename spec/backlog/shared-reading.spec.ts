import { expect } from 'chai';
import { SharedReading } from '../../lib/backlog/shared-reading.js';
import { ManualClock, settled } from '../support/manual-clock.js';

describe('SharedReading', () => {
  let clock: ManualClock;
  let begun: number;
  let answer: (value: number) => void;
  let fail: (error: Error) => void;
  let shared: SharedReading<number>;

  beforeEach(() => {
    clock = new ManualClock();
    begun = 0;
    const read = (): Promise<number> => {
      begun += 1;
      return new Promise((resolve, reject) => ([answer, fail] = [resolve, reject]));
    };
    shared = new SharedReading(read, clock);
  });

  it('is made once for those who ask while it is under way', async () => {
    const asked = [shared.get(1_000), shared.get(1_000)];
    await clock.advance(5_000);
    asked.push(shared.get(1));
    answer(7);
    expect(await Promise.all(asked)).to.deep.equal([7, 7, 7]);
    expect(begun).to.equal(1);
  });

  it('serves until it is too old, counted from its beginning', async () => {
    const first = shared.get(1_000);
    await clock.advance(400);
    answer(7);
    await first;
    await clock.advance(599);
    expect(await shared.get(1_000)).to.equal(7);
    await clock.advance(1);
    const second = shared.get(1_000);
    expect(begun).to.equal(2);
    answer(8);
    expect(await second).to.equal(8);
  });

  it('is made anew for whoever wants a new one', async () => {
    const first = shared.get(1_000);
    const answerFirst = answer;
    const second = shared.get(0);
    expect(begun).to.equal(2);
    answer(8);
    expect(await second).to.equal(8);
    answerFirst(7);
    expect(await first).to.equal(7);
  });

  it('fails for all who wait, and is then made anew', async () => {
    const asked = [shared.get(1_000), shared.get(1_000)];
    const reasons = Promise.allSettled(asked);
    fail(new Error('no answer'));
    expect((await reasons).map(({ status }) => status)).to.deep.equal(['rejected', 'rejected']);
    await settled();
    void shared.get(1_000);
    expect(begun).to.equal(2);
  });
});
