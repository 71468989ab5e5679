import { expect } from 'chai';
import type { RedisCommand } from '../../../lib/redis/commands/command-sender.js';
import type { StreamFunction } from '../../../lib/functions/function-descriptor.js';
import { findLeftoverGroups } from '../../../lib/runtime/start/leftover-groups.js';

const now = 1_800_000_000_000;
const hour = 60 * 60 * 1_000;
const day = 24 * hour;

interface Group {
  readonly name: string;
  readonly pending?: number;
  readonly lag?: number | null;
  readonly lastRead?: number;
  /** For how long each of its consumers has been idle. */
  readonly idle?: readonly number[];
}

describe('findLeftoverGroups', () => {
  const left = { pending: 5, idle: [2 * hour] };

  const leftover: [why: string, group: Group][] = [
    ['its consumers are dead, and entries are pending', { name: 'Old.onOrder', ...left }],
    [
      'it has no consumer, and has not read for a day what waits',
      { name: 'Old.run', lag: 3, lastRead: now - day },
    ],
    ['it is called as a minifier had called the method before', { name: 't.onOrder' }],
  ];
  for (const [why, group] of leftover) {
    it(`finds a group where ${why}`, async () => {
      expect(await find([group])).to.deep.equal([group.name]);
    });
  }

  const others: [why: string, group: Group][] = [
    ['belongs to a function of this program', { name: 'r.onOrder', ...left }],
    ['has a name that somebody chose', { name: 'billing', ...left }],
    ['has a consumer that lives', { name: 'Old.onOrder', pending: 5, idle: [2 * hour, 5_000] }],
    ['has a consumer that was there within the hour', { name: 't.onOrder', idle: [hour - 1] }],
    ['has read everything', { name: 'Old.run', lag: 0, lastRead: now - day }],
    ['reads now and then', { name: 'Old.run', lag: 3, lastRead: now - day + 1 }],
    ['is read by somebody who was never heard to read an entry', { name: 'Old.run', lag: 3, lastRead: 0 }],
    ['is on a stream whose ids are no times', { name: 'Old.run', lag: 3, lastRead: 17 }],
    ['does not say how much it has to read', { name: 'Old.run', lag: null, lastRead: now - day }],
  ];
  for (const [why, group] of others) {
    it(`leaves a group alone that ${why}`, async () => {
      expect(await find([group])).to.deep.equal([]);
    });
  }

  it('asks of each stream once, and of the consumers only where a group is in question', async () => {
    const asked: string[] = [];
    await find([{ name: 'billing' }, { name: 'r.onOrder' }, { name: 'Old.onOrder', ...left }], asked);
    expect(asked).to.deep.equal(['XINFO GROUPS orders', 'XINFO CONSUMERS orders Old.onOrder']);
  });

  async function find(groups: readonly Group[], asked: string[] = []): Promise<string[]> {
    const send = (command: RedisCommand): Promise<unknown> => {
      asked.push(command.join(' '));
      if (command[1] === 'GROUPS') return Promise.resolve(groups.map(fieldsOf));
      const { idle = [] } = groups.find(({ name }) => name === command[3]) ?? {};
      return Promise.resolve(idle.map((each) => ['name', 'a', 'pending', 1, 'idle', each, 'inactive', -1]));
    };
    const own = { id: 'r.onOrder', place: 'r.onOrder', consumerGroup: 'r.onOrder' } as StreamFunction;
    return (await findLeftoverGroups('orders', [own], { send }, now)).map(({ name }) => name);
  }

  function fieldsOf({ name, pending = 0, lag = 0, lastRead = now, idle = [] }: Group): unknown[] {
    const id = `${lastRead}-0`;
    return ['name', name, 'consumers', idle.length, 'pending', pending, 'last-delivered-id', id, 'lag', lag];
  }
});
