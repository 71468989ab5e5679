import { expect } from 'chai';
import { accountFor, type Evidence } from './account.js';

const ids = [1, 2, 3, 4, 5, 6];

/** Six messages, one a second from 1,000 ms on, all of them handled unless told. */
function evidence(told: Partial<Omit<Evidence, 'handled'>> & { handled?: readonly number[] }): Evidence {
  const { handled = ids, ...others } = told;
  return {
    sent: new Map(ids.map((id) => [id, id * 1_000])),
    deadLettered: [],
    waiting: [],
    destroyed: new Set(),
    gaps: [],
    ...others,
    handled: handled.map((id) => ({ id, at: 0 })),
  };
}

describe('accountFor (of the faults suite)', () => {
  it('finds what is missing', () => {
    expect(accountFor(evidence({ handled: [1, 2, 4, 6] })).missing).to.deep.equal([3, 5]);
  });

  it('counts each message once, by where it is first of all', () => {
    const places = { handled: [1, 2], deadLettered: [2, 3], waiting: [1, 3, 4], destroyed: new Set([4, 5]) };
    expect(accountFor(evidence(places))).to.deep.equal({
      sent: 6,
      handled: 2,
      deadLettered: 1,
      waiting: 1,
      destroyed: 1,
      duplicates: 0,
      inGaps: 0,
      missing: [6],
    });
  });

  it('counts what was handled again, also what was not confirmed', () => {
    expect(accountFor(evidence({ handled: [...ids, 2, 2, 7, 7] })).duplicates).to.equal(3);
  });

  it('excuses a hole that overlaps a gap, from its first message to its last', () => {
    const gaps = [{ from: 3_600, to: 3_700 }];
    expect(accountFor(evidence({ handled: [1, 5, 6], gaps }))).to.include({ inGaps: 3 });
  });

  it('excuses no hole beside a gap', () => {
    const gaps = [{ from: 4_600, to: 4_700 }];
    expect(accountFor(evidence({ handled: [1, 3, 4, 5, 6], gaps })).missing).to.deep.equal([2]);
  });

  it('excuses nothing at the end when the gap was before', () => {
    const gaps = [{ from: 1_000, to: 1_100 }];
    expect(accountFor(evidence({ handled: [1, 2, 3, 4], gaps })).missing).to.deep.equal([5, 6]);
  });
});
