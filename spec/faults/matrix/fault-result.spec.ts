import { expect } from 'chai';
import { allFaults } from './all-faults.js';
import { violationsOf, type Measured } from './fault-result.js';
import { triggerNamed } from './trigger-under-test.js';

type Told = Partial<Omit<Measured, 'account'>> & { readonly account?: Partial<Measured['account']> };

/** A run of a fault that deletes held elements, in which all went well unless told. */
function measured(told: Told): Measured {
  const fault = allFaults.find(({ name }) => name === 'Held elements deleted under load');
  if (!fault) throw new Error('there is no such fault');
  const well = { sent: 9, handled: 9, deadLettered: 0, waiting: 0, duplicates: 0, destroyed: 0, inGaps: 0 };
  return {
    fault,
    trigger: triggerNamed('list, at least once'),
    lastedInMs: 4_000,
    deaths: 0,
    cutOff: 0,
    countedLost: 0,
    recoveredInMs: 10,
    requestsPerSecond: 0,
    health: { saidReady: true, saidNotReady: false, readyAfterMs: 10 },
    ...told,
    account: { ...well, missing: [], ...told.account },
  };
}

describe('violationsOf (of the faults suite)', () => {
  it('finds nothing where all went well', () => {
    expect(violationsOf(measured({}))).to.deep.equal([]);
  });

  it('allows five seconds for the recovery, unless told', () => {
    const slow = measured({ recoveredInMs: 5_100 });
    expect(violationsOf(slow)).to.deep.equal(['it took 5100 ms to recover']);
    expect(violationsOf(slow, 40_000)).to.deep.equal([]);
  });

  it('finds what was destroyed and not counted as lost', () => {
    expect(violationsOf(measured({ account: { destroyed: 3 }, countedLost: 3 }))).to.deep.equal([]);
    expect(violationsOf(measured({ account: { destroyed: 3 }, countedLost: 2 }))).to.deep.equal([
      '3 messages were destroyed, and only 2 counted as lost',
    ]);
  });

  it('finds what a list at most once lost without counting it', () => {
    const trigger = triggerNamed('list');
    const lost = { trigger, cutOff: 10, account: { missing: [1, 2] } };
    expect(violationsOf(measured({ ...lost, countedLost: 10 }))).to.deep.equal([]);
    expect(violationsOf(measured(lost))).to.deep.equal([
      '2 messages are missing, and only 0 counted as lost',
    ]);
  });

  it('finds more repetitions than the fault allows', () => {
    const fault = allFaults.find(({ name }) => name === 'Event loop blocked');
    const twice = { ...(fault && { fault }), account: { duplicates: 21 } };
    expect(violationsOf(measured(twice))).to.deep.equal(['21 messages were handled again, more than 20']);
  });
});
