import { expect } from 'chai';
import { EntryDelivery } from '../../../lib/stream/redelivery/entry-delivery.js';
import { PendingSweep } from '../../../lib/stream/redelivery/pending-sweep.js';
import type { RedeliveryOptions } from '../../../lib/stream/redelivery/redelivery-options.js';
import { settled } from '../../support/manual-clock.js';
import { redeliveryParts } from '../../support/redelivery-parts.js';

const key = 'orders';
const noop = (): void => undefined;

describe('PendingSweep', () => {
  it('keeps what it has claimed neither from its handler nor from others when the connection is lost', async () => {
    const parts = redeliveryParts((command) => {
      if (command.length === 3) return [3, Buffer.from('1-1'), Buffer.from('1-3')];
      if (command[0] === 'XPENDING') return [line('1-1', 5), line('1-2', 5), line('1-3', 1)];
      if (command.includes('RETRYCOUNT')) throw new Error('Connection is closed.');
      return ['1-1', '1-2'].map((id) => Buffer.from(id));
    });
    const error: unknown = await sweepOf(parts)
      .claimIdle()
      .catch((thrown: unknown) => thrown);
    expect(error).to.have.property('message', 'Connection is closed.');
    expect(parts.held.has({ key, id: '1-1' }), 'one that could not be given up').to.equal(false);
    expect(parts.held.has({ key, id: '1-2' }), 'one behind it').to.equal(false);
  });

  it('runs none of those alone that another process claimed first', async () => {
    const parts = redeliveryParts((command) => {
      if (command.length === 3) return [2, Buffer.from('1-1'), Buffer.from('1-2')];
      if (command[0] === 'XPENDING') return [line('1-1', 2), line('1-2', 2)];
      return [Buffer.from('1-2')];
    });
    await sweepOf(parts).claimIdle();
    expect(parts.held.has({ key, id: '1-1' })).to.equal(false);
    expect(parts.held.has({ key, id: '1-2' })).to.equal(true);
  });

  it('asks for nothing more where nothing is idle for long enough', async () => {
    const sent = new Set<unknown>();
    const parts = redeliveryParts((command) => {
      sent.add(command[0]);
      return command.length === 3
        ? [1, Buffer.from('1-1'), Buffer.from('1-1')]
        : [line('1-1', 1, 'another', 59_999)];
    });
    let hurried = 0;
    const readers = { ...parts.readers, hurry: () => (hurried += 1) };
    expect(await sweepOf({ ...parts, readers }).claimIdle(), 'whether something was left').to.equal(false);
    expect([...sent]).to.deep.equal(['XPENDING']);
    expect(hurried, 'the reader has nothing to claim').to.equal(0);
    expect(parts.intake.takeOver.size).to.equal(0);
  });

  it('lists no more than can be claimed soon, and goes on when half of it is claimed', async () => {
    let looks = 0;
    const parts = redeliveryParts((command) => {
      if (command.length === 3) return [10_000, Buffer.from('1-0'), Buffer.from('10000-0')];
      looks += 1;
      const from = command[3] === '-' ? 1 : Number.parseInt(String(command[3])) + 1;
      return Array.from({ length: from > 10_000 ? 0 : 1_000 }, (_, index) => line(`${from + index}-0`, 1));
    });
    const swept = sweepOf(parts).claimIdle();
    for (let turns = 0; turns < 20; turns++) await settled();
    const listed = parts.intake.takeOver.size;
    expect([looks, listed]).to.deep.equal([3, 3_000]);
    let isSomeLeft: boolean | undefined;
    void swept.then((isLeft) => (isSomeLeft = isLeft));
    while (isSomeLeft === undefined) {
      parts.intake.takeOver.next(100, 0);
      await settled();
    }
    expect(isSomeLeft).to.equal(false);
    expect(looks).to.equal(11);
  });

  it('claims no more suspects while many wait to run alone', async () => {
    let first = 1;
    const parts = redeliveryParts((command) => {
      if (command.length === 3) return [150, Buffer.from(`1-${first}`), Buffer.from(`1-${first + 149}`)];
      const ids = Array.from({ length: 150 }, (_, index) => `1-${first + index}`);
      return command[0] === 'XPENDING' ? ids.map((id) => line(id, 2)) : ids.map((id) => Buffer.from(id));
    });
    const window = { ...parts.window, whenRoomToStart: () => new Promise<void>(noop) };
    const sweep = sweepOf({ ...parts, window });
    expect(await sweep.claimIdle()).to.equal(false);
    expect(parts.held.has({ key, id: '1-1' })).to.equal(true);
    first = 151;
    expect(await sweep.claimIdle(), 'whether something was left').to.equal(true);
    expect(parts.held.has({ key, id: '1-151' })).to.equal(false);
  });

  it('takes for lost only what no read that is under way can bring', async () => {
    const parts = redeliveryParts((command) =>
      command.length === 3 ? [1, Buffer.from('1-1'), Buffer.from('1-1')] : [line('1-1', 1, 'me')],
    );
    const read = parts.intake.underWay.begin();
    const adopted = sweepOf(parts).adoptLost();
    for (let turns = 0; turns < 5; turns++) await settled();
    expect(parts.intake.takeOver.size).to.equal(0);
    parts.held.admit({ key, id: '1-1', deliveryCount: 1 }, 0);
    parts.intake.underWay.end(read);
    await adopted;
    expect(parts.intake.takeOver.size).to.equal(0);
  });
});

function sweepOf(parts: RedeliveryOptions): PendingSweep {
  return new PendingSweep(parts, new EntryDelivery(parts));
}

const line = (id: string, deliveryCount: number, consumer = 'another', idleInMs = 60_000): unknown[] => [
  Buffer.from(id),
  Buffer.from(consumer),
  idleInMs,
  deliveryCount,
];
