import { expect } from 'chai';
import type { StreamFunction } from '../../../lib/functions/function-descriptor.js';
import type { RedisCommand } from '../../../lib/redis/commands/command-sender.js';
import { hasEntry, lastGeneratedId } from '../../../lib/redis/commands/lua/look-at-stream.js';
import { RedisReplyError } from '../../../lib/redis/errors/redis-reply-error.js';
import { GroupPositions } from '../../../lib/stream/reading/group-positions.js';
import { StreamReader } from '../../../lib/stream/reading/stream-reader.js';
import type { Claimable } from '../../../lib/stream/reading/take-over.js';
import { ManualClock } from '../../support/manual-clock.js';
import { redeliveryParts } from '../../support/redelivery-parts.js';

const descriptor = {
  keys: ['orders'],
  consumerGroup: 'group',
  startFrom: '0',
  blocking: true,
  pollingIntervalInMs: 1_000,
  claimIdleInMs: 60_000,
};

describe('StreamReader', () => {
  /** What was sent, without what learns of the connection. */
  let commands: RedisCommand[];
  let answer: (command: RedisCommand) => unknown;
  let becomeReady: () => void;
  let positions: GroupPositions;
  let parts: ReturnType<typeof redeliveryParts>;

  beforeEach(() => {
    commands = [];
    answer = () => null;
    positions = new GroupPositions();
    parts = redeliveryParts(() => []);
  });

  function readerOf(changes: object = {}): StreamReader {
    const send = async (command: RedisCommand): Promise<unknown> => {
      await Promise.resolve();
      const [name, script] = command;
      if (name === 'CLIENT') return 7;
      // The stream is the same as before.
      if (script === lastGeneratedId.sha) return Buffer.from('9-9');
      if (script === hasEntry.sha || name === 'XRANGE') return [];
      commands.push(command);
      return name === 'XGROUP' ? 'OK' : answer(command);
    };
    return new StreamReader({
      descriptor: { ...descriptor, ...changes } as unknown as StreamFunction,
      client: { send, onReady: (listener) => void (becomeReady = listener), onHeldUp: () => undefined },
      command: { send },
      consumer: 'me',
      isAlone: true,
      intake: parts.intake,
      positions,
      clock: new ManualClock(),
    });
  }

  const entry = (id: string): unknown => [Buffer.from(id), [Buffer.from('a'), Buffer.from(id)]];
  const reply = (...streams: [key: string, ...ids: string[]][]): unknown =>
    streams.map(([key, ...ids]) => [Buffer.from(key), ids.map(entry)]);
  const read = async (reader: StreamReader, count = 5): Promise<string[]> =>
    (await reader.read(count)).map(({ id }) => id);
  const failureOf = (reader: StreamReader): Promise<unknown> =>
    reader.read(5).catch((error: unknown) => error);
  /** The names, and whether reads wait. */
  const sent = (): string[] =>
    commands.map((command) => `${command[0]}${command.includes('BLOCK') ? ' BLOCK' : ''}`);
  const claimable = (id: string): Claimable => ({
    ...{ key: 'orders', id, deliveryCount: 1, isOwn: false, idleInMs: 60_000, listedAt: 0 },
  });

  it('makes the group once, and waits only after a read that found nothing', async () => {
    const reader = readerOf();
    await read(reader);
    await read(reader);
    answer = () => reply(['orders', '1-1']);
    expect(await read(reader)).to.deep.equal(['1-1']);
    await read(reader);
    expect(sent()).to.deep.equal([
      'XGROUP',
      'XREADGROUP',
      'XREADGROUP BLOCK',
      'XREADGROUP BLOCK',
      'XREADGROUP',
    ]);
  });

  it('makes the group anew after a reconnect, and does not wait then', async () => {
    const reader = readerOf();
    await read(reader);
    becomeReady();
    commands = [];
    await read(reader);
    expect(sent()).to.deep.equal(['XGROUP', 'XREADGROUP']);
  });

  it('never waits where the function does not', async () => {
    const reader = readerOf({ blocking: false });
    await read(reader);
    await read(reader);
    expect(sent()).to.deep.equal(['XGROUP', 'XREADGROUP', 'XREADGROUP']);
  });

  it('reads a share of each stream, and one entry of each at least', async () => {
    const reader = readerOf({ keys: ['a', 'b'], blocking: false });
    await read(reader, 5);
    await read(reader, 1);
    const counts = commands.filter(([name]) => name === 'XREADGROUP').map((command) => command[5]);
    expect(counts).to.deep.equal([2, 1]);
  });

  it('notes the last entry of each stream that the group was given', async () => {
    answer = () => reply(['a', '1-1', '1-2'], ['b', '2-1']);
    await read(readerOf({ keys: ['a', 'b'] }));
    expect([positions.lastOf('a')?.id, positions.lastOf('b')?.id]).to.deep.equal(['1-2', '2-1']);
  });

  it('gives no entry twice', async () => {
    answer = () => reply(['orders', '1-1', '1-2']);
    const reader = readerOf();
    await read(reader);
    answer = () => reply(['orders', '1-2', '1-3']);
    expect(await read(reader)).to.deep.equal(['1-3']);
  });

  it('claims what others left and reads what is new by turns, and does not wait meanwhile', async () => {
    const reader = readerOf();
    answer = () => reply(['orders', '0-1']);
    await read(reader);
    answer = () => null;
    commands = [];
    parts.intake.takeOver.offer('orders', [claimable('1-1'), claimable('1-2'), claimable('1-3')]);
    answer = ([name, ...args]) => (name === 'XCLAIM' ? [entry(String(args[4]))] : null);
    expect(await read(reader, 1)).to.deep.equal(['1-1']);
    expect(await read(reader, 1)).to.deep.equal(['1-2']);
    expect(await read(reader, 1)).to.deep.equal(['1-3']);
    expect(sent()).to.deep.equal(['XCLAIM', 'XREADGROUP', 'XCLAIM', 'XCLAIM']);
  });

  it('goes on to new entries where what it claimed is gone', async () => {
    const reader = readerOf();
    parts.intake.takeOver.offer('orders', [claimable('1-1')]);
    answer = ([name]) => (name === 'XCLAIM' ? [] : reply(['orders', '2-1']));
    expect(await read(reader)).to.deep.equal([]);
    expect(await read(reader)).to.deep.equal(['2-1']);
    expect(sent()).to.deep.equal(['XGROUP', 'XCLAIM', 'XREADGROUP']);
  });

  it('claims nothing any more once it is woken for good', async () => {
    const reader = readerOf();
    await read(reader);
    parts.intake.takeOver.offer('orders', [claimable('1-1')]);
    await reader.wake(AbortSignal.abort());
    expect(parts.intake.takeOver.size).to.equal(0);
  });

  for (const [what, text, isGone] of [
    ['the group is gone', 'NOGROUP No such key or consumer group', true],
    ['the stream was deleted', 'UNBLOCKED the stream key no longer exists', true],
    ['the user may not read one of the streams', 'NOPERM no permissions to access one of the keys', false],
  ] as const) {
    it(`makes the group anew where ${what}`, async () => {
      const reader = readerOf();
      answer = () => reply(['orders', '1-1']);
      await read(reader);
      const held = { key: 'orders', id: '1-1' };
      answer = () => {
        throw new RedisReplyError(text);
      };
      expect(await failureOf(reader)).to.be.instanceOf(RedisReplyError);
      expect(parts.held.wasDropped(held), 'whether it is known to be pending no more').to.equal(isGone);
      commands = [];
      answer = () => null;
      await read(reader);
      expect(sent()).to.include('XGROUP');
    });
  }

  it('keeps the group where something else fails', async () => {
    const reader = readerOf();
    await read(reader);
    answer = () => {
      throw new Error('Connection is closed.');
    };
    await failureOf(reader);
    commands = [];
    answer = () => null;
    await read(reader);
    expect(sent()).not.to.include('XGROUP');
  });

  it('leaves the group on every stream, also where one of them refuses', async () => {
    answer = ([, , , key]) => {
      if (key === 'a') throw new Error('Connection is closed.');
      return 0;
    };
    await readerOf({ keys: ['a', 'b'] }).leave();
    expect(commands.map((command) => command.slice(3))).to.deep.equal([
      ['a', 'group', 'me'],
      ['b', 'group', 'me'],
    ]);
  });
});
