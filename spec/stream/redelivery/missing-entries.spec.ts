import { expect } from 'chai';
import type { RedisCommand } from '../../../lib/redis/commands/command-sender.js';
import type { EntryRef } from '../../../lib/stream/entries/held-entry.js';
import { ManualClock, settled } from '../../support/manual-clock.js';
import { redeliveryParts } from '../../support/redelivery-parts.js';

const key = 'orders';
const entry: EntryRef = { key, id: '1-1', deliveryCount: 1 };

describe('MissingEntries', () => {
  let claims: RedisCommand[];
  let answer: (ids: Buffer[]) => void;
  let holder: string | undefined;

  beforeEach(() => {
    claims = [];
    holder = undefined;
  });

  function makeParts() {
    const clock = new ManualClock();
    const parts = redeliveryParts(
      (command) => {
        if (command[0] !== 'XCLAIM') {
          return holder === undefined ? [] : [[Buffer.from('1-1'), Buffer.from(holder), 0, 1]];
        }
        claims.push(command);
        return new Promise<Buffer[]>((resolve) => (answer = resolve));
      },
      {},
      clock,
    );
    parts.held.admit(entry, 0);
    return parts;
  }

  it('make pending again what went with its group and waits here, and are done only then', async () => {
    const { held, missing } = makeParts();
    held.retryAt(entry, 1_000);
    held.groupIsGone(key);
    let isOver = false;
    const done = missing.settle(key, [entry], false).then(() => (isOver = true));
    for (let turns = 0; turns < 5; turns++) await settled();
    expect(claims.map((command) => command.slice(5))).to.deep.equal([
      ['1-1', 'RETRYCOUNT', 1, 'FORCE', 'JUSTID'],
    ]);
    expect(isOver).to.equal(false);
    answer([Buffer.from('1-1')]);
    await done;
    expect(held.isWaiting(entry)).to.equal(true);
  });

  it('leave to others what may be theirs, though it went with its group', async () => {
    const { held, missing } = makeParts();
    held.retryAt(entry, 1_000);
    held.groupIsGone(key);
    await missing.settle(key, [entry], true);
    expect(claims).to.deep.equal([]);
    expect(held.isWaiting(entry)).to.equal(false);
  });

  it('leave to others what they have', async () => {
    const { held, missing } = makeParts();
    holder = 'another';
    await missing.settle(key, [entry], false);
    expect(held.isTaken(entry)).to.equal(true);
  });

  it('keep what is this consumer’s after all', async () => {
    const { held, missing } = makeParts();
    holder = 'me';
    await missing.settle(key, [entry], true);
    expect([held.has(entry), held.isTaken(entry)]).to.deep.equal([true, false]);
  });
});
