import { expect } from 'chai';
import { cancelled, dropped, succeeded, type Failed, type Outcome } from '../../lib/messages/outcome.js';
import { StreamEntry } from '../../lib/messages/stream-entry.js';
import { EntrySettlement, type EntrySettlementOptions } from '../../lib/stream/entry-settlement.js';
import { settled } from '../support/manual-clock.js';

const failed: Failed = { status: 'failed', reason: 'handler-failed', error: new Error('bad'), attempts: 1 };
const final: Failed = { ...failed, reason: 'rejected' };
const later: Outcome = { status: 'postponed', delayInMs: 500 };

describe('EntrySettlement', () => {
  let steps: string[];
  let isBehind: boolean;
  let flush: () => void;
  let settlement: EntrySettlement;

  beforeEach(() => {
    steps = [];
    isBehind = false;
    const flushed = new Promise<void>((resolve) => (flush = resolve));
    const say =
      (what: string) =>
      ({ id }: StreamEntry): Promise<void> =>
        Promise.resolve(void steps.push(`${what} ${id}`));
    settlement = new EntrySettlement({
      acknowledger: {
        acknowledge: (_: string, id: string) => steps.push(`acknowledge ${id}`),
        whenFlushed: () => flushed,
        get isBehind() {
          return isBehind;
        },
      },
      retries: { cancelled: say('leave'), postponed: say('postpone'), failed: say('retry') },
      deadLetters: { giveUp: say('give up') },
    } as unknown as EntrySettlementOptions);
  });

  const entries = (count: number): StreamEntry[] =>
    Array.from({ length: count }, (_, index) => new StreamEntry('orders', `1-${index + 1}`, [], 1));
  /** Whether settling is over, without more. */
  async function isOverAtOnce(outcomes: readonly Outcome[]): Promise<boolean> {
    let isOver = false;
    const settling = settlement.settle(entries(outcomes.length), outcomes);
    void Promise.resolve(settling).then(() => (isOver = true));
    await settled();
    const isOverUnflushed = isOver;
    flush();
    await settling;
    return isOverUnflushed;
  }

  it('does for each entry what its outcome asks for', async () => {
    await settlement.settle(entries(6), [failed, final, cancelled, dropped, later, succeeded]);
    expect(steps).to.have.members([
      'retry 1-1',
      'give up 1-2',
      'leave 1-3',
      'acknowledge 1-4',
      'postpone 1-5',
      'acknowledge 1-6',
    ]);
  });

  it('does not wait for what is acknowledged, so that the next handler begins at once', () => {
    expect(settlement.settle(entries(2), [succeeded, succeeded])).to.equal(undefined);
    expect(steps).to.deep.equal(['acknowledge 1-1', 'acknowledge 1-2']);
  });

  it('waits for that where too many wait already', async () => {
    isBehind = true;
    expect(await isOverAtOnce([succeeded])).to.equal(false);
  });

  it('waits so with a batch of which some succeeded', async () => {
    isBehind = true;
    expect(await isOverAtOnce([succeeded, failed])).to.equal(false);
  });

  it('does not with one entry that failed, because it owes nothing', async () => {
    isBehind = true;
    expect(await isOverAtOnce([failed])).to.equal(true);
  });
});
