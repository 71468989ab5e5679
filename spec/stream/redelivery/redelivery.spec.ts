import { expect } from 'chai';
import type { EntryRef } from '../../../lib/stream/entries/held-entry.js';
import { Redelivery } from '../../../lib/stream/redelivery/redelivery.js';
import { ManualClock, settled } from '../../support/manual-clock.js';
import { redeliveryParts } from '../../support/redelivery-parts.js';

const entry: EntryRef = { key: 'orders', id: '1-1', deliveryCount: 1 };

describe('Redelivery', () => {
  it('looks again and again for what a read brought that came late to the server', async () => {
    const clock = new ManualClock();
    const looks: number[] = [];
    const parts = redeliveryParts(
      (command) => {
        if (command.length === 3) return [1, Buffer.from('1-1'), Buffer.from('1-1')];
        if (command.at(-1) === 'me') looks.push(clock.now());
        return [];
      },
      {},
      clock,
    );
    const redelivery = new Redelivery(parts);
    redelivery.start();
    parts.schedule.lookForLost();
    for (let second = 0; second < 60; second++) {
      for (let turns = 0; turns < 5; turns++) await settled();
      await clock.advance(1_000);
    }
    await redelivery.stop();
    expect(looks.map((look) => Math.round(look / 1_000))).to.deep.equal([0, 2, 8, 26]);
  });

  it('lets timers run while somebody waits and every round fails at once, because the wait has a time that must pass', async () => {
    const patience = new AbortController();
    let rounds = 0;
    const parts = redeliveryParts(() => {
      rounds += 1;
      // Without timers the wait would never end, and the specs with it.
      if (rounds === 100) patience.abort();
      throw new Error('Connection is closed.');
    });
    parts.held.admit(entry, 0);
    parts.held.retryAt(entry, 0);
    const redelivery = new Redelivery(parts);
    redelivery.start();
    setImmediate(() => patience.abort());
    await redelivery.caughtUp(patience.signal);
    expect(rounds).to.be.within(1, 50);
    await redelivery.stop();
  });
});
