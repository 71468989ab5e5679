import { expect } from 'chai';
import type { RedisCommand } from '../../../lib/redis/commands/command-sender.js';
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

  it('take nothing back that another may have claimed: only what is still as idle as was seen', async () => {
    const clock = new ManualClock();
    const claims: RedisCommand[] = [];
    const line = (id: string, consumer: string, idleInMs: number): unknown[] => [
      Buffer.from(id),
      Buffer.from(consumer),
      idleInMs,
      1,
    ];
    const parts = redeliveryParts(
      (command) => {
        if (command[0] === 'XCLAIM') {
          claims.push(command);
          return [Buffer.from('1-1')];
        }
        return command.at(-1) === 'me' ? [line('1-1', 'me', 50_000)] : [line('1-2', 'another', 10)];
      },
      {},
      clock,
    );
    for (const id of ['1-1', '1-2']) parts.held.admit({ ...entry, id }, 0);
    await clock.advance(50_000);
    await parts.leases.renew();
    // An eighth of a lease less idle than it was, because time goes on.
    expect(claims).to.deep.equal([['XCLAIM', 'orders', 'group', 'me', 42_500, '1-1', 'JUSTID']]);
    expect(parts.leases.isInDoubt(entry)).to.equal(false);
    expect([parts.held.isTaken({ ...entry, id: '1-2' }), parts.held.isTaken(entry)]).to.deep.equal([
      true,
      false,
    ]);
  });
});
