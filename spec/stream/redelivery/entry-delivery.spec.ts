import { expect } from 'chai';
import type { RedisCommand } from '../../../lib/redis/commands/command-sender.js';
import type { StreamEntry } from '../../../lib/messages/stream-entry.js';
import { EntryDelivery } from '../../../lib/stream/redelivery/entry-delivery.js';
import type { HeldEntries } from '../../../lib/stream/entries/held-entries.js';
import type { EntryRef } from '../../../lib/stream/entries/held-entry.js';
import type { RedeliveryOptions } from '../../../lib/stream/redelivery/redelivery-options.js';
import { ProcessRateLog } from '../../../lib/listeners/rate/process-rate-log.js';
import { RateLimit } from '../../../lib/listeners/rate/rate-limit.js';
import { ManualClock, settled } from '../../support/manual-clock.js';
import { redeliveryParts } from '../../support/redelivery-parts.js';

const claimed: EntryRef = { key: 'orders', id: '1-1', deliveryCount: 3 };

describe('EntryDelivery', () => {
  let held: HeldEntries;
  let quiescing: AbortController;
  let delivery: EntryDelivery;
  let added: StreamEntry[];
  let troubles: unknown[];
  let lost: string[];
  let roomToStart: number;
  let commands: RedisCommand[];
  let parts: RedeliveryOptions;
  /** Answers the claims that are under way, in order. */
  let replies: { resolve: (reply: unknown) => void; reject: (error: Error) => void }[];

  beforeEach(() => {
    added = [];
    troubles = [];
    replies = [];
    lost = [];
    roomToStart = 1;
    commands = [];
    parts = redeliveryParts(
      (command) =>
        new Promise<unknown>((resolve, reject) => {
          commands.push(command);
          replies.push({ resolve, reject });
        }),
      {
        observer: {
          failed: (error: unknown) => troubles.push(error),
          lost: (what: string) => lost.push(what),
        } as unknown as RedeliveryOptions['observer'],
        window: {
          add: (works) => added.push(...works.flat()),
          get roomToStart() {
            return roomToStart;
          },
          whenRoomToStart: () => Promise.resolve(),
        },
      },
    );
    held = parts.held;
    quiescing = parts.quiescing;
    delivery = new EntryDelivery(parts);
  });

  const entryReply = [[Buffer.from('1-1'), [Buffer.from('a'), Buffer.from('1')]]];

  it('counts no delivery of what is due while there is no room for it', async () => {
    held.admit(claimed, 0);
    held.retryAt(claimed, 0);
    roomToStart = 0;
    await delivery.deliverDue();
    expect(commands).to.deep.equal([]);
    expect(held.isWaiting(claimed)).to.equal(true);
  });

  it('delivers at once what cannot be another’s yet, also where its lease is to be renewed', async () => {
    held.admit(claimed, -20_000);
    held.retryAt(claimed, 0);
    const delivered = delivery.deliverDue();
    await settled();
    expect(commands.map((command) => command.slice(-2))).to.deep.equal([['RETRYCOUNT', 4]]);
    replies[0]?.resolve(entryReply);
    await delivered;
    expect(added.map(({ id }) => id)).to.deep.equal(['1-1']);
  });

  it('asks first whose an entry is whose lease may be over, and does not begin what another has', async () => {
    held.admit(claimed, -60_000);
    held.retryAt(claimed, 0);
    const delivered = delivery.deliverDue();
    await settled();
    expect(commands.map(([name]) => name)).to.deep.equal(['XPENDING']);
    replies[0]?.resolve([]);
    await settled();
    replies[1]?.resolve([[Buffer.from('1-1'), Buffer.from('another'), 0, 4]]);
    await delivered;
    expect(commands.map(([name]) => name)).to.deep.equal(['XPENDING', 'XPENDING']);
    expect([added.length, held.has(claimed)]).to.deep.equal([0, false]);
  });

  it('ends what is pending for an entry that was deleted before it could be given up', async () => {
    held.admit(claimed, 0);
    const givenUp = delivery.giveUpAll([claimed]);
    await settled();
    replies[0]?.resolve([]);
    await settled();
    expect(commands[1]).to.deep.equal(['XACK', 'orders', 'group', '1-1']);
    replies[1]?.resolve(1);
    await givenUp;
    expect(held.has(claimed)).to.equal(false);
    expect(lost).to.have.length(1);
  });

  it('leaves to others, without the count, what a stop overtook on its way to the handler', async () => {
    held.admit(claimed, 0);
    held.retryAt(claimed, 0);
    const delivered = delivery.deliverDue();
    await settled();
    quiescing.abort();
    delivery.quiesce();
    replies[0]?.resolve(entryReply);
    await delivered;
    expect(added).to.deep.equal([]);
    expect(held.releaseWaiting().map(({ deliveryCount }) => deliveryCount)).to.deep.equal([3]);
  });

  it('does so with one that was to run alone, before the stop leaves anything', async () => {
    held.admitSuspect(claimed, 0);
    delivery.runSuspects();
    await settled();
    quiescing.abort();
    delivery.quiesce();
    let isQuiet = false;
    const quiet = delivery.whenQuiet().then(() => (isQuiet = true));
    await settled();
    expect(isQuiet).to.equal(false);
    replies[0]?.resolve(entryReply);
    await quiet;
    expect(added).to.deep.equal([]);
    expect(held.releaseWaiting().map(({ deliveryCount }) => deliveryCount)).to.deep.equal([3]);
  });

  describe('with a rate', () => {
    const never = new AbortController().signal;
    const wish = { most: 2, least: 1, waits: false };
    let clock: ManualClock;
    let rate: RateLimit;

    beforeEach(() => {
      clock = new ManualClock();
      rate = new RateLimit(new ProcessRateLog({ messages: 2, perMs: 1_000 }, clock), clock);
      delivery = new EntryDelivery({ ...parts, rate });
    });

    it('counts one that was to run alone, and claims it only when that is allowed', async () => {
      (await rate.reserve(wish, never))?.settle(2);
      held.admitSuspect(claimed, 0);
      delivery.runSuspects();
      await clock.whenAsleep();
      expect(commands).to.deep.equal([]);
      await clock.advance(1_020);
      await settled();
      replies[0]?.resolve(entryReply);
      await settled();
      expect(added).to.have.length(1);
      expect((await rate.reserve(wish, never))?.count).to.equal(1);
    });

    it('counts none that could not be claimed', async () => {
      held.admitSuspect(claimed, 0);
      delivery.runSuspects();
      await settled();
      replies[0]?.reject(new Error('Connection is closed.'));
      await settled();
      expect((await rate.reserve(wish, never))?.count).to.equal(2);
    });

    it('leaves to others one that waits for the rate at a stop', async () => {
      (await rate.reserve(wish, never))?.settle(2);
      held.admitSuspect(claimed, 0);
      delivery.runSuspects();
      await clock.whenAsleep();
      quiescing.abort();
      delivery.quiesce();
      await delivery.whenQuiet();
      expect([commands, added]).to.deep.equal([[], []]);
      expect(held.releaseWaiting().map(({ deliveryCount }) => deliveryCount)).to.deep.equal([3]);
    });
  });

  it('goes on holding one that was to run alone and could not be claimed, and delivers it with the next round', async () => {
    held.admitSuspect(claimed, 0);
    delivery.runSuspects();
    await settled();
    replies[0]?.reject(new Error('Connection is closed.'));
    await settled();
    expect(troubles).to.have.length(1);
    expect(held.has(claimed)).to.equal(true);
    await delivery.deliverDue();
    await settled();
    replies[1]?.resolve(entryReply);
    await settled();
    expect(added.map(({ id, deliveryCount }) => [id, deliveryCount])).to.deep.equal([['1-1', 4]]);
  });

  it('delivers with a later round one that was to run alone and was still pending here although no claim gave it', async () => {
    held.admitSuspect(claimed, 0);
    delivery.runSuspects();
    await settled();
    replies[0]?.resolve([]);
    await settled();
    replies[1]?.resolve([[Buffer.from('1-1'), Buffer.from('me'), 0, 3]]);
    await settled();
    expect([added.length, held.isSuspect(claimed)]).to.deep.equal([0, true]);
    await delivery.deliverDue();
    await settled();
    replies[2]?.resolve(entryReply);
    await settled();
    expect(added.map(({ id, deliveryCount }) => [id, deliveryCount])).to.deep.equal([['1-1', 4]]);
  });
});
