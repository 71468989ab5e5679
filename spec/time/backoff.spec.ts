import { expect } from 'chai';
import { backoffDelay } from '../../lib/time/backoff.js';

describe('backoffDelay', () => {
  const steady = { minimumInMs: 100, maximumInMs: 5_000, random: () => 0 };

  it('doubles from the minimum to the maximum', () => {
    const delays = [1, 2, 3, 4, 5, 6, 7, 8].map((failures) => backoffDelay(failures, steady));
    expect(delays).to.deep.equal([100, 200, 400, 800, 1600, 3200, 5000, 5000]);
  });

  it('takes up to half off, so that the maximum is a bound', () => {
    const jittered = { ...steady, random: () => 0.999 };
    expect(backoffDelay(20, jittered)).to.be.within(2_500, 2_510);
    expect(backoffDelay(1, jittered)).to.be.within(50, 51);
  });

  it('survives any number of failures', () => {
    expect(backoffDelay(100_000, steady)).to.equal(5_000);
  });
});
