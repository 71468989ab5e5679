import { expect } from 'chai';
import type { Clock } from '../../lib/time/clock.js';
import { mostElapsedSince, readBothClocks } from '../../lib/time/elapsed-since.js';

describe('mostElapsedSince', () => {
  const at = (now: number, date: number): Clock => ({
    now: () => now,
    date: () => new Date(date),
    sleep: () => Promise.resolve(),
  });
  const then = readBothClocks(at(100, 1_000_000));

  it('is what both clocks say', () => {
    expect(mostElapsedSince(then, at(350, 1_000_250))).to.equal(250);
  });

  it('counts the time for which the machine slept', () => {
    expect(mostElapsedSince(then, at(350, 1_060_250))).to.equal(60_250);
  });

  it('is not less where the date was stepped back', () => {
    expect(mostElapsedSince(then, at(350, 1_000))).to.equal(250);
  });
});
