import { expect } from 'chai';
import type { EntryRef } from '../../../lib/stream/entries/held-entry.js';
import { ManualClock } from '../../support/manual-clock.js';
import { redeliveryParts } from '../../support/redelivery-parts.js';

const entry: EntryRef = { key: 'orders', id: '1-1', deliveryCount: 1 };

describe('Leases', () => {
  it('count from before the request: Redis may count from there', async () => {
    const clock = new ManualClock();
    const parts = redeliveryParts(
      () => {
        void clock.advance(1_000);
        return [Buffer.from(entry.id)];
      },
      {},
      clock,
    );
    parts.held.admit(entry, 0);
    await clock.advance(15_000);
    await parts.leases.renew();
    await clock.advance(39_000);
    expect(parts.leases.isInDoubt(entry)).to.equal(false);
    await clock.advance(1);
    expect(parts.leases.isInDoubt(entry)).to.equal(true);
  });
});
