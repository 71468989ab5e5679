import { expect } from 'chai';
import { succeeded, type Outcome } from '../../../lib/messages/outcome.js';
import { StreamEntry } from '../../../lib/messages/stream-entry.js';
import type { HeldEntries } from '../../../lib/stream/entries/held-entries.js';
import { LeaseGuard } from '../../../lib/stream/redelivery/lease-guard.js';
import { ManualClock } from '../../support/manual-clock.js';
import { redeliveryParts } from '../../support/redelivery-parts.js';

const [one, two] = ['1-1', '1-2'].map((id) => new StreamEntry('orders', id, [], 1)) as [
  StreamEntry,
  StreamEntry,
];

describe('LeaseGuard of a stream', () => {
  let clock: ManualClock;
  let held: HeldEntries;
  let stopping: AbortController;
  let executed: string[][];
  let heard: unknown[];
  /** Whose each entry is, as Redis says; throws where Redis does not answer. */
  let own: () => string[];
  let asked: number;
  let guard: LeaseGuard;

  beforeEach(() => {
    clock = new ManualClock();
    stopping = new AbortController();
    executed = [];
    heard = [];
    own = () => ['1-1', '1-2'];
    asked = 0;
    const parts = redeliveryParts(
      ([name, ...args]) => {
        if (name === 'XPENDING' && args.at(-1) === 'me') {
          asked += 1;
          return own().map((id) => [Buffer.from(id), Buffer.from('me'), 50_000, 1]);
        }
        if (name === 'XPENDING') return [[Buffer.from(String(args[2])), Buffer.from('another'), 0, 1]];
        return own().map((id) => Buffer.from(id));
      },
      {},
      clock,
    );
    held = parts.held;
    for (const entry of [one, two]) held.admit(entry, 0);
    guard = new LeaseGuard({
      ...parts,
      executor: {
        execute: (messages): readonly Outcome[] => {
          executed.push((messages as readonly StreamEntry[]).map(({ id }) => id));
          return messages.map(() => succeeded);
        },
      },
      observer: { failed: (error) => heard.push(error), recovered: () => heard.push('recovered') },
      stopping: stopping.signal,
    });
  });

  const execute = async (entries: readonly StreamEntry[]): Promise<string[]> =>
    (await guard.execute(entries)).map(({ status }) => status);

  it('begins at once while no lease can be over', () => {
    expect(guard.execute([one, two])).to.deep.equal([succeeded, succeeded]);
    expect([executed, asked]).to.deep.equal([[['1-1', '1-2']], 0]);
  });

  it('asks first where a lease may be over, and begins what is still its own', async () => {
    await clock.advance(50_000);
    own = () => ['1-2'];
    expect(await execute([one, two])).to.deep.equal(['cancelled', 'succeeded']);
    expect([executed, asked]).to.deep.equal([[['1-2']], 1]);
  });

  it('begins nothing where all are with another', async () => {
    await clock.advance(50_000);
    own = () => [];
    expect(await execute([one, two])).to.deep.equal(['cancelled', 'cancelled']);
    expect(executed).to.deep.equal([]);
  });

  it('asks again where Redis does not answer, and says so', async () => {
    await clock.advance(50_000);
    const closed = new Error('Connection is closed.');
    own = () => {
      throw closed;
    };
    const outcomes = execute([one]);
    await clock.whenAsleep();
    own = () => ['1-1', '1-2'];
    expect([executed, heard]).to.deep.equal([[], [closed]]);
    await clock.advance(200);
    expect(await outcomes).to.deep.equal(['succeeded']);
    expect(heard).to.deep.equal([closed, 'recovered']);
  });

  it('begins nothing that is in doubt once a stop has begun', async () => {
    await clock.advance(50_000);
    stopping.abort();
    expect(await execute([one, two])).to.deep.equal(['cancelled', 'cancelled']);
    expect([executed, asked]).to.deep.equal([[], 0]);
  });

  it('leaves out what others have, also while no lease is in doubt', async () => {
    held.lose(one);
    expect(await execute([one, two])).to.deep.equal(['cancelled', 'succeeded']);
    held.release(two);
    expect(await execute([one, two])).to.deep.equal(['cancelled', 'cancelled']);
    expect([executed, asked]).to.deep.equal([[['1-2']], 0]);
  });
});
