import { expect } from 'chai';
import { RedisTriggersError } from '../../lib/errors/redis-triggers-error.js';
import type { Failed } from '../../lib/messages/outcome.js';
import { StreamEntry } from '../../lib/messages/stream-entry.js';
import type { RedisCommand } from '../../lib/redis/commands/command-sender.js';
import { FailedEntries } from '../../lib/stream/failed-entries.js';
import { ManualClock } from '../support/manual-clock.js';
import { redeliveryParts } from '../support/redelivery-parts.js';

const failure: Failed = { status: 'failed', reason: 'rejected', error: new Error('bad'), attempts: 1 };
const closed = new RedisTriggersError({ code: 'CONNECTION_LOST', place: 'c', what: 'it closed' });

describe('FailedEntries', () => {
  let clock: ManualClock;
  let recorded: string[];
  /** Whether an entry is pending for this consumer; throws where its letter cannot be written. */
  let isPending: (id: string) => boolean;
  let answer: (command: RedisCommand) => unknown;
  let kept: string[];
  let removals: number;
  let heard: unknown[];

  beforeEach(() => {
    clock = new ManualClock();
    recorded = [];
    isPending = () => true;
    answer = () => [];
    kept = [];
    removals = 0;
    heard = [];
  });

  function make(deleteAfterProcess: boolean | 'always' = false) {
    const parts = redeliveryParts((command) => answer(command), {}, clock);
    parts.schedule.removeSoon = () => void (removals += 1);
    parts.removal.acknowledged = (_, id) => void kept.push(id);
    const failed = new FailedEntries({
      ...parts,
      descriptor: { ...parts.descriptor, deleteAfterProcess },
      deadLetters: {
        record: async (message, _failure, acknowledgement) => {
          await Promise.resolve();
          const { id } = message as StreamEntry;
          if (!isPending(id)) return false;
          recorded.push(`${id} ${acknowledgement?.commands.map(([name]) => name).join()}`);
          return true;
        },
      },
      observer: { failed: (error) => heard.push(error), recovered: () => heard.push('recovered') },
    });
    const begin = (id: string, body = ''): StreamEntry => {
      const entry = new StreamEntry('orders', id, [[Buffer.from('a'), Buffer.from(body)]], 1);
      parts.held.admit(entry, clock.now());
      return entry;
    };
    return { ...parts, failed, begin };
  }

  it('are recorded and acknowledged in one step, and not held any more', async () => {
    const { failed, begin, held } = make();
    const entry = begin('1-1');
    await failed.giveUp(entry, failure);
    expect([recorded, held.has(entry), kept, removals]).to.deep.equal([['1-1 XACK'], false, [], 0]);
  });

  it('are deleted where the function says so, at once or when no group needs them', async () => {
    const always = make('always');
    await always.failed.giveUp(always.begin('1-1'), failure);
    const later = make(true);
    await later.failed.giveUp(later.begin('1-2'), failure);
    expect([recorded, kept, removals]).to.deep.equal([['1-1 XACK,XDEL', '1-2 XACK'], ['1-2'], 1]);
  });

  it('wait where they cannot be recorded, and hold up no invocation', async () => {
    const { failed, begin, held } = make();
    const entry = begin('1-1');
    isPending = () => {
      throw closed;
    };
    await failed.giveUp(entry, failure);
    expect([held.count('unrecorded'), heard]).to.deep.equal([1, [closed]]);
    isPending = () => true;
    await clock.advance(10_000);
    expect([recorded.length, held.has(entry)]).to.deep.equal([1, false]);
    expect(heard.at(-1)).to.equal('recovered');
  });

  it('are left to a sweep where too many wait already', async () => {
    const { failed, begin, held } = make();
    isPending = () => {
      throw closed;
    };
    const entries = Array.from({ length: 51 }, (_, index) => begin(`1-${index + 1}`));
    for (const entry of entries) await failed.giveUp(entry, failure);
    expect([held.count('unrecorded'), held.size]).to.deep.equal([50, 50]);
    await failed.stop(AbortSignal.abort());
  });

  it('are made pending again where they went with their group, and recorded then', async () => {
    const { failed, begin, held } = make();
    const entry = begin('1-1');
    held.groupIsGone('orders');
    let isRestored = false;
    isPending = () => isRestored;
    answer = ([name]) => {
      if (name !== 'XCLAIM') return [];
      isRestored = true;
      return [Buffer.from('1-1')];
    };
    await failed.giveUp(entry, failure);
    expect([recorded, held.has(entry)]).to.deep.equal([['1-1 XACK'], false]);
  });

  it('are not recorded where another has them', async () => {
    const { failed, begin, held } = make();
    const entry = begin('1-1');
    isPending = () => false;
    answer = () => [[Buffer.from('1-1'), Buffer.from('another'), 0, 2]];
    await failed.giveUp(entry, failure);
    expect([recorded, held.has(entry)]).to.deep.equal([[], false]);
  });

  it('are not looked for where a try whose reply was lost may have recorded them', async () => {
    const { failed, begin } = make();
    const commands: RedisCommand[] = [];
    answer = (command) => {
      commands.push(command);
      return [];
    };
    isPending = () => {
      throw closed;
    };
    await failed.giveUp(begin('1-1'), failure);
    isPending = () => false;
    await clock.advance(10_000);
    expect([recorded, commands]).to.deep.equal([[], []]);
  });
});
