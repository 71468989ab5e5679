import { expect } from 'chai';
import type { RedisCommand } from '../../lib/connection/command-sender.js';
import { EntryDelivery } from '../../lib/stream/entry-delivery.js';
import { HeldEntries } from '../../lib/stream/held-entries.js';
import { PendingCommands } from '../../lib/stream/pending-commands.js';
import { PendingSweep } from '../../lib/stream/pending-sweep.js';
import type { RedeliveryParts } from '../../lib/stream/redelivery-parts.js';

/** A stream of which the consumer holds 250 entries, and of which more are read with each look at them. */
class BusyStream {
  last = 250;
  readonly looks: RedisCommand[] = [];

  send(command: RedisCommand): Promise<unknown> {
    const [, , , from, to] = command.map(String);
    if (from === undefined)
      return Promise.resolve([250, Buffer.from('1-0'), Buffer.from(`${this.last}-0`), []]);
    this.looks.push(command);
    this.last += 250;
    const first = from === '-' ? 1 : Number.parseInt(from) + 1;
    const end = to === '+' ? this.last : Number.parseInt(to ?? '');
    const size = Math.max(0, Math.min(100, end - first + 1));
    const line = (index: number): unknown[] => [Buffer.from(`${first + index}-0`), Buffer.from('me'), 0, 1];
    return Promise.resolve(Array.from({ length: size }, (_, index) => line(index)));
  }
}

describe('PendingSweep of a busy stream', () => {
  const sweepOf = (stream: BusyStream): PendingSweep => {
    const parts = {
      descriptor: { keys: ['s'], claimIdleInMs: 1_000 },
      consumer: 'me',
    } as unknown as RedeliveryParts;
    const pending = new PendingCommands(stream, 'group', 'me');
    const held = new HeldEntries();
    return new PendingSweep(parts, held, pending, new EntryDelivery(parts, held, pending));
  };

  it('looks for what was lost up to what is pending when it begins, however much is read meanwhile', async () => {
    const stream = new BusyStream();
    expect(await sweepOf(stream).adoptLost()).to.equal(true);
    expect(stream.looks).to.have.length(3);
  });

  it('looks for what is idle up to what is pending when it begins', async () => {
    const stream = new BusyStream();
    expect(await sweepOf(stream).claimIdle()).to.equal(false);
    expect(stream.looks).to.have.length(3);
  });
});
