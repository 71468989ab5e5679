import { expect } from 'chai';
import type { RedisCommand } from '../../../lib/redis/commands/command-sender.js';
import type { EntryRef } from '../../../lib/stream/entries/held-entry.js';
import type { RedeliveryOptions } from '../../../lib/stream/redelivery/redelivery-options.js';
import { ManualClock, settled } from '../../support/manual-clock.js';
import { redeliveryParts } from '../../support/redelivery-parts.js';

const key = 'orders';
const entry: EntryRef = { key, id: '1-1', deliveryCount: 1 };

describe('MissingEntries', () => {
  let claims: RedisCommand[];
  let answer: (ids: Buffer[]) => void;
  let holder: string | undefined;
  let clock: ManualClock;
  let acknowledged: unknown[];
  let canAcknowledge: boolean;
  let lost: (number | undefined)[];

  beforeEach(() => {
    claims = [];
    holder = undefined;
    clock = new ManualClock();
    acknowledged = [];
    canAcknowledge = true;
    lost = [];
  });

  function makeParts(gone: readonly string[] = []) {
    const observer = { lost: (_: string, count?: number) => lost.push(count) };
    const parts = redeliveryParts(
      (command) => {
        if (command[0] === 'XACK') {
          acknowledged.push(command.at(-1));
          if (!canAcknowledge) throw new Error('Connection is closed.');
          return 1;
        }
        if (command[0] !== 'XCLAIM') {
          return holder === undefined ? [] : [[Buffer.from('1-1'), Buffer.from(holder), 0, 1]];
        }
        claims.push(command);
        return new Promise<Buffer[]>((resolve) => (answer = resolve));
      },
      { observer: observer as unknown as RedeliveryOptions['observer'] },
      clock,
      gone,
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

  it('go on counting the lease of what is gone and runs here, so that it is not asked for again and again', async () => {
    const { held, missing } = makeParts(['1-1']);
    await clock.advance(50_000);
    await missing.settle(key, [entry], false);
    expect(held.renewedBefore(50_000)).to.deep.equal([]);
    expect([acknowledged, lost]).to.deep.equal([[], []]);
  });

  it('end what is gone and waits here, which is lost, and try that again where it fails', async () => {
    const { held, missing } = makeParts(['1-1']);
    held.retryAt(entry, 1_000);
    await clock.advance(50_000);
    canAcknowledge = false;
    const failed = await missing.settle(key, [entry], false).catch((error: unknown) => error);
    expect(failed).to.be.instanceOf(Error);
    expect(held.renewedBefore(50_000), 'those that are looked at next').to.have.length(1);
    canAcknowledge = true;
    await missing.settle(key, [entry], false);
    expect([acknowledged, lost]).to.deep.equal([['1-1', '1-1'], [1]]);
    expect(held.has(entry)).to.equal(false);
  });

  it('keep what is this consumer’s after all', async () => {
    const { held, missing } = makeParts();
    holder = 'me';
    await missing.settle(key, [entry], true);
    expect([held.has(entry), held.isTaken(entry)]).to.deep.equal([true, false]);
  });
});
