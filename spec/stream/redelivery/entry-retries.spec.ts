import { expect } from 'chai';
import type { Failed } from '../../../lib/messages/outcome.js';
import { StreamEntry } from '../../../lib/messages/stream-entry.js';
import type { RedisCommand } from '../../../lib/redis/commands/command-sender.js';
import type { HeldEntries } from '../../../lib/stream/entries/held-entries.js';
import { EntryRetries } from '../../../lib/stream/redelivery/entry-retries.js';
import { ManualClock, settled } from '../../support/manual-clock.js';
import { redeliveryParts } from '../../support/redelivery-parts.js';

const failure: Failed = { status: 'failed', reason: 'handler-failed', error: new Error('bad'), attempts: 1 };

describe('EntryRetries', () => {
  let clock: ManualClock;
  let held: HeldEntries;
  let commands: RedisCommand[];
  let answer: () => unknown;
  let givenUp: string[];
  let troubles: unknown[];
  let quiescing: AbortController;
  let woken: number;
  let retries: EntryRetries;

  beforeEach(() => {
    clock = new ManualClock();
    commands = [];
    answer = () => [Buffer.from('1-1')];
    givenUp = [];
    troubles = [];
    woken = 0;
    const parts = redeliveryParts(
      (command) => {
        commands.push(command);
        return answer();
      },
      {
        deadLetters: {
          giveUp: ({ id }) => Promise.resolve(void givenUp.push(id)),
        },
      },
      clock,
    );
    held = parts.held;
    quiescing = parts.quiescing;
    parts.schedule.wake = () => void (woken += 1);
    const observer = { failed: (error: unknown) => troubles.push(error) };
    retries = new EntryRetries({ ...parts, observer, quiescing: quiescing.signal });
  });

  /** An entry whose handler runs. */
  function begin(id: string, deliveryCount = 1): StreamEntry {
    const entry = new StreamEntry('orders', id, [], deliveryCount);
    held.admit(entry, clock.now());
    return entry;
  }
  const dueAfter = (): number => held.nextDueAt - clock.now();
  /** So many that wait already. */
  function crowd(count: number, wait: (entry: StreamEntry) => void): void {
    for (let index = 0; index < count; index++) wait(begin(`0-${index + 1}`));
  }

  it('delivers again after a rest that grows with each delivery, up to the idle time', async () => {
    for (const [count, mostInMs] of [
      [1, 1_000],
      [2, 2_000],
      [3, 4_000],
    ] as const) {
      const entry = begin('1-1', count);
      await retries.failed(entry, failure);
      expect(dueAfter()).to.be.within(mostInMs / 2, mostInMs);
      held.release(entry);
    }
    expect([givenUp, woken]).to.deep.equal([[], 3]);
  });

  it('gives up after the last delivery', async () => {
    await retries.failed(begin('1-1', 4), failure);
    await retries.failed(begin('1-2', 5), failure);
    await retries.failed(begin('1-3', 6), failure);
    expect(givenUp).to.deep.equal(['1-2', '1-3']);
  });

  it('leaves to a sweep what fails while a thousand wait for their retry', async () => {
    crowd(999, (entry) => held.retryAt(entry, 10_000));
    const [last, tooMany] = [begin('1-1'), begin('1-2')];
    await retries.failed(last, failure);
    await retries.failed(tooMany, failure);
    expect([held.has(last), held.has(tooMany), woken]).to.deep.equal([true, false, 1]);
  });

  it('does not count a delivery that its handler postpones, and is due when Redis knows', async () => {
    const entry = begin('1-1', 2);
    let reply = (): void => undefined;
    answer = () => new Promise<Buffer[]>((resolve) => (reply = () => resolve([])));
    const postponed = retries.postponed(entry, 300);
    await settled();
    expect(commands.map((command) => command.slice(5))).to.deep.equal([['1-1', 'RETRYCOUNT', 1, 'JUSTID']]);
    expect(held.isWaiting(entry)).to.equal(false);
    await clock.advance(100);
    reply();
    await postponed;
    expect([dueAfter(), woken]).to.deep.equal([200, 1]);
    expect(held.due(300).map(({ deliveryCount }) => deliveryCount)).to.deep.equal([1]);
  });

  it('postpones also where Redis cannot be told, which it says', async () => {
    const closed = new Error('Connection is closed.');
    answer = () => {
      throw closed;
    };
    await retries.postponed(begin('1-1'), 300);
    expect([dueAfter(), troubles]).to.deep.equal([300, [closed]]);
  });

  it('asks first whose it is where its lease may be over, and leaves it to others that have it', async () => {
    const entry = begin('1-1');
    await clock.advance(50_000);
    answer = () => (commands.length === 1 ? [] : [[Buffer.from('1-1'), Buffer.from('another'), 0, 2]]);
    await retries.postponed(entry, 300);
    expect(commands.map(([name]) => name)).to.deep.equal(['XPENDING', 'XPENDING']);
    expect(held.has(entry)).to.equal(false);
  });

  it('keeps its permit while it waits where a thousand do so already', async () => {
    crowd(1_000, (entry) => held.postpone(entry, 10_000));
    let isOver = false;
    const postponed = retries.postponed(begin('1-1'), 300).then(() => (isOver = true));
    await settled();
    expect(isOver).to.equal(false);
    await clock.advance(300);
    await postponed;
    const last = retries.postponed(begin('1-2'), 300);
    await settled();
    quiescing.abort();
    await last;
  });

  it('leaves what a stop cancelled to whoever claims it, without the count', () => {
    retries.cancelled(begin('1-1', 2));
    expect(held.due(0).map(({ deliveryCount }) => deliveryCount)).to.deep.equal([1]);
  });
});
