import { expect } from 'chai';
import type { RedisCommand } from '../../lib/connection/command-sender.js';
import type { StreamFunction } from '../../lib/functions/function-descriptor.js';
import { EntryDelivery } from '../../lib/stream/entry-delivery.js';
import { HeldEntries, type WaitReason } from '../../lib/stream/held-entries.js';
import { LoneRuns } from '../../lib/stream/lone-runs.js';
import { PendingCommands } from '../../lib/stream/pending-commands.js';
import { PendingSweep } from '../../lib/stream/pending-sweep.js';
import type { RedeliveryParts } from '../../lib/stream/redelivery-parts.js';
import { ManualClock } from '../support/manual-clock.js';

const key = 'orders';

describe('PendingSweep', () => {
  it('keeps what it has claimed neither from its handler nor from others when the connection is lost', async () => {
    const held = new HeldEntries();
    const sweep = makeSweep(held, (command) => {
      if (command[0] === 'XPENDING') return [line('1-1', 5), line('1-2', 5), line('1-3', 1)];
      if (command.includes('RETRYCOUNT')) throw new Error('Connection is closed.');
      return ['1-1', '1-2', '1-3'].map((id) => Buffer.from(id));
    });
    const error: unknown = await sweep.claimIdle().catch((thrown: unknown) => thrown);
    expect(error).to.have.property('message', 'Connection is closed.');
    expect(held.has({ key, id: '1-1' }), 'one that could not be given up').to.equal(false);
    expect(held.has({ key, id: '1-2' }), 'one behind it').to.equal(false);
    expect(held.due(0).map(({ id }) => id)).to.deep.equal(['1-3']);
  });

  it('claims what others left however many entries failed here or are kept, and no more than 100 at a time', async () => {
    const held = new HeldEntries();
    const wait = (from: number, reason: WaitReason): void => {
      for (let number = from; number < from + 100; number++) {
        const entry = { key, id: `2-${number}`, deliveryCount: 1 };
        held.took(entry, 0);
        held.postpone(entry, 60_000, reason);
      }
    };
    wait(0, 'failed');
    wait(100, 'asked-for');
    wait(200, 'kept');
    let left = ['1-1', '1-2'];
    const sweep = makeSweep(held, (command) => {
      if (command.length === 3) return [left.length, Buffer.from('1-1'), Buffer.from('1-9')];
      return left.map((id) => (command[0] === 'XPENDING' ? line(id, 1) : Buffer.from(id)));
    });
    await sweep.claimIdle();
    expect(held.due(0).map(({ id }) => id)).to.deep.equal(left);
    wait(300, 'claimed');
    left = ['1-3', '1-4'];
    expect(await sweep.claimIdle(), 'whether there is more').to.equal(true);
    expect(held.has({ key, id: '1-3' })).to.equal(false);
  });
});

const line = (id: string, deliveryCount: number) => [
  Buffer.from(id),
  Buffer.from('another'),
  60_000,
  deliveryCount,
];

function makeSweep(held: HeldEntries, answer: (command: RedisCommand) => unknown): PendingSweep {
  const client = { send: (command: RedisCommand) => Promise.resolve().then(() => answer(command)) };
  const descriptor = { keys: [key], consumerGroup: 'group', claimIdleInMs: 60_000, maxDeliveryCount: 5 };
  const parts: RedeliveryParts = {
    descriptor: descriptor as unknown as StreamFunction,
    consumer: 'this one',
    client,
    clock: new ManualClock(),
    observer: { troubled: () => undefined } as unknown as RedeliveryParts['observer'],
    window: { add: () => undefined, roomToStart: 1, whenRoomToStart: () => Promise.resolve() },
    loneRuns: new LoneRuns({ execute: () => [] }, true),
    onReleased: undefined,
    giveUp: () => Promise.resolve(),
  };
  const pending = new PendingCommands(client, 'group', 'this one');
  return new PendingSweep(parts, held, pending, new EntryDelivery(parts, held, pending));
}
