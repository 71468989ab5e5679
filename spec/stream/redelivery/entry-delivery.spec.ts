import { expect } from 'chai';
import type { StreamEntry } from '../../../lib/messages/stream-entry.js';
import { EntryDelivery } from '../../../lib/stream/redelivery/entry-delivery.js';
import type { EntryRef, HeldEntries } from '../../../lib/stream/entries/held-entries.js';
import type { RedeliveryOptions } from '../../../lib/stream/redelivery/redelivery-options.js';
import { settled } from '../../support/manual-clock.js';
import { redeliveryParts } from '../../support/redelivery-parts.js';

const claimed: EntryRef = { key: 'orders', id: '1-1', deliveryCount: 3 };

describe('EntryDelivery', () => {
  let held: HeldEntries;
  let delivery: EntryDelivery;
  let added: StreamEntry[];
  let troubles: unknown[];
  /** Answers the claims that are under way, in order. */
  let replies: { resolve: (reply: unknown) => void; reject: (error: Error) => void }[];

  beforeEach(() => {
    added = [];
    troubles = [];
    replies = [];
    const parts = redeliveryParts(
      () =>
        new Promise<unknown>((resolve, reject) => {
          replies.push({ resolve, reject });
        }),
      {
        observer: {
          failed: (error: unknown) => troubles.push(error),
        } as unknown as RedeliveryOptions['observer'],
        window: {
          add: (works) => added.push(...works.flat()),
          roomToStart: 1,
          whenRoomToStart: () => Promise.resolve(),
        },
      },
    );
    held = parts.held;
    delivery = new EntryDelivery(parts);
    held.took(claimed, 0);
  });

  const entryReply = [[Buffer.from('1-1'), [Buffer.from('a'), Buffer.from('1')]]];

  it('leaves to others, without the count, what a stop overtook on its way to the handler', async () => {
    held.postpone(claimed, 0, 'claimed');
    const delivered = delivery.deliverDue();
    await settled();
    delivery.quiesce();
    replies[0]?.resolve(entryReply);
    await delivered;
    expect(added).to.deep.equal([]);
    expect(held.releaseWaiting().map(({ deliveryCount }) => deliveryCount)).to.deep.equal([3]);
  });

  it('does so with one that was to run alone, before the stop leaves anything', async () => {
    delivery.runAlone([claimed]);
    await settled();
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

  it('goes on holding one that was to run alone and could not be claimed, and delivers it with the next round', async () => {
    delivery.runAlone([claimed]);
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
});
