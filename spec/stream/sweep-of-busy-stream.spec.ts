import { expect } from 'chai';
import type { RedisCommand } from '../../lib/redis/commands/command-sender.js';
import { EntryDelivery } from '../../lib/stream/redelivery/entry-delivery.js';
import { PendingSweep } from '../../lib/stream/redelivery/pending-sweep.js';
import { redeliveryParts } from '../support/redelivery-parts.js';

/** A stream of which a consumer holds 1,250 entries, and of which more are read with each look at them. */
class BusyStream {
  last = 2_500;
  readonly looks: RedisCommand[] = [];

  constructor(private readonly consumer = 'another') {}

  answer(command: RedisCommand): unknown {
    const [, , , from, to] = command.map(String);
    if (from === undefined) return [2_500, Buffer.from('1-0'), Buffer.from(`${this.last}-0`), []];
    this.looks.push(command);
    this.last += 2_500;
    const first = from === '-' ? 1 : Number.parseInt(from) + 1;
    const end = to === '+' ? this.last : Number.parseInt(to ?? '');
    const size = Math.max(0, Math.min(1_000, end - first + 1));
    const line = (index: number): unknown[] => [
      Buffer.from(`${first + index}-0`),
      Buffer.from(this.consumer),
      0,
      1,
    ];
    return Array.from({ length: size }, (_, index) => line(index));
  }
}

describe('PendingSweep of a busy stream', () => {
  const sweepOf = (stream: BusyStream): PendingSweep => {
    const parts = redeliveryParts((command) => stream.answer(command));
    for (let number = 1; number <= 2_500; number++) {
      parts.held.admit({ key: 'orders', id: `${number}-0`, deliveryCount: 1 }, 0);
    }
    return new PendingSweep(parts, new EntryDelivery(parts));
  };

  it('looks for what was lost up to what is pending when it begins, however much is read meanwhile', async () => {
    const stream = new BusyStream('me');
    await sweepOf(stream).adoptLost();
    expect(stream.looks).to.have.length(3);
  });

  it('looks for what is idle up to what is pending when it begins', async () => {
    const stream = new BusyStream();
    expect(await sweepOf(stream).claimIdle()).to.equal(false);
    expect(stream.looks).to.have.length(3);
  });
});
