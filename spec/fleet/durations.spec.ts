import { expect } from 'chai';
import { bucketOf, durationBoundsInMs, durationQuantile } from '../../lib/fleet/durations.js';

describe('the buckets of durations', () => {
  it('hold what took at most their bound, and one more what took longer', () => {
    expect([0, 0.4, 1, 1.1, 5, 60_000, 60_001].map(bucketOf)).to.deep.equal([0, 0, 0, 1, 2, 14, 15]);
    expect(bucketOf(Infinity)).to.equal(durationBoundsInMs.length);
  });

  it('tell which duration a share did not exceed', () => {
    const buckets = durationBoundsInMs.map(() => 0);
    buckets[3] = 90;
    buckets[6] = 9;
    buckets.push(1);
    expect([0.5, 0.9, 0.91, 0.99, 1].map((share) => durationQuantile(buckets, share))).to.deep.equal([
      10,
      10,
      100,
      100,
      Infinity,
    ]);
    expect(durationQuantile([], 0.5)).to.equal(undefined);
    expect(durationQuantile([0, 0], 0.5)).to.equal(undefined);
  });
});
