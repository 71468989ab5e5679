import { expect } from 'chai';
import type { CancelledElements } from '../../../lib/list/at-most-once/cancelled-elements.js';
import { PoppedElementSettlement } from '../../../lib/list/at-most-once/popped-element-settlement.js';
import { PostponedWorks } from '../../../lib/listeners/window/postponed-works.js';
import { ListElement } from '../../../lib/messages/list-element.js';
import { cancelled, dropped, succeeded, type Failed, type Outcome } from '../../../lib/messages/outcome.js';
import { ManualClock, settled } from '../../support/manual-clock.js';

const failed: Failed = { status: 'failed', reason: 'rejected', error: new Error('bad'), attempts: 1 };
const later: Outcome = { status: 'postponed', delayInMs: 500 };

describe('PoppedElementSettlement', () => {
  let clock: ManualClock;
  let stopping: AbortController;
  let ending: AbortController;
  let recorded: string[];
  let signals: AbortSignal[];
  let record: () => Promise<void>;
  let givenBack: string[];
  let delivered: string[][];
  let heard: unknown[];
  let settlement: PoppedElementSettlement;

  const text = ({ body }: ListElement): string => String(body);
  const [a, b, c] = ['a', 'b', 'c'].map((body) => new ListElement('orders', Buffer.from(body))) as [
    ListElement,
    ListElement,
    ListElement,
  ];

  beforeEach(() => {
    clock = new ManualClock();
    [stopping, ending] = [new AbortController(), new AbortController()];
    recorded = [];
    signals = [];
    record = () => Promise.resolve();
    givenBack = [];
    delivered = [];
    heard = [];
    const deliver = (work: readonly ListElement[]): void => {
      settlement.resume(work);
      delivered.push(work.map(text));
    };
    settlement = new PoppedElementSettlement({
      descriptor: { id: 'F' },
      deadLetters: {
        recordUntil: async (element, { reason }, signal) => {
          recorded.push(`${text(element as ListElement)} ${reason}`);
          signals.push(signal);
          await record();
          return true;
        },
      },
      cancelled: {
        add: (elements: readonly ListElement[]) => void givenBack.push(...elements.map(text)),
      } as unknown as CancelledElements,
      postponed: new PostponedWorks(clock, deliver),
      observer: {
        failed: (error) => heard.push(error),
        lost: (_, count) => heard.push(count),
      },
      stopping: stopping.signal,
      ending: ending.signal,
    });
  });

  it('has nothing to do for what succeeded', () => {
    expect(settlement.settle([a, b], [succeeded, succeeded])).to.equal(undefined);
    expect(settlement.isSettling).to.equal(false);
  });

  it('does for each element of a work what its outcome asks for', async () => {
    await settlement.settle([a, b, c], [failed, cancelled, dropped]);
    expect([recorded, givenBack, heard]).to.deep.equal([['a rejected'], ['b'], []]);
    expect(settlement.isSettling).to.equal(false);
  });

  it('is over only when dead letters are written, also for whoever waits for all', async () => {
    let write = (): void => undefined;
    record = () => new Promise((resolve) => (write = resolve));
    let isSettled = false;
    void settlement.settle([a], [failed]);
    const all = settlement.whenSettled().then(() => (isSettled = true));
    await settled();
    expect([settlement.isSettling, isSettled]).to.deep.equal([true, false]);
    write();
    await all;
    await settled();
    expect(settlement.isSettling).to.equal(false);
  });

  it('counts as lost what could not be written to the dead letters', async () => {
    const closed = new Error('Connection is closed.');
    record = () => Promise.reject(closed);
    await settlement.settle([a], [failed]);
    expect(heard).to.deep.equal([closed, 1]);
  });

  it('postpones the elements of a work together, which come again', async () => {
    await settlement.settle([a, b, c], [later, succeeded, later]);
    expect([a, b, c].map((element) => settlement.comesAgain(element))).to.deep.equal([true, false, true]);
    await clock.advance(499);
    expect(delivered).to.deep.equal([]);
    await clock.advance(1);
    expect(delivered).to.deep.equal([['a', 'c']]);
    expect(settlement.comesAgain(a)).to.equal(false);
  });

  it('gives back what is postponed during a stop', async () => {
    stopping.abort();
    await settlement.settle([a], [later]);
    expect([givenBack, settlement.comesAgain(a), clock.sleeping]).to.deep.equal([['a'], false, 0]);
  });

  it('writes off handlers that never end, as dead letters until the deadline, and ignores what comes of them', async () => {
    const deadline = new AbortController();
    const [never, late] = [[a], [b]];
    let write = (): void => undefined;
    record = () => new Promise((resolve) => (write = resolve));
    void settlement.settle(late, [failed]);
    const writtenOff = settlement.writeOff([never, late], deadline.signal);
    expect(recorded, 'not what is being settled').to.deep.equal(['b rejected', 'a stopped']);
    expect(signals).to.deep.equal([ending.signal, deadline.signal]);
    write();
    await writtenOff;
    expect(settlement.settle(never, [failed])).to.equal(undefined);
    expect(recorded).to.have.length(2);
  });

  it('writes nothing off where no handler runs', async () => {
    await settlement.writeOff([], ending.signal);
    expect(recorded).to.deep.equal([]);
  });
});
