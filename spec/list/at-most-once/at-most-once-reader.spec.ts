import { expect } from 'chai';
import type { ListFunction } from '../../../lib/functions/function-descriptor.js';
import { AtMostOnceReader } from '../../../lib/list/at-most-once/at-most-once-reader.js';
import type { RedisCommand } from '../../../lib/redis/commands/command-sender.js';
import { RedisReplyError } from '../../../lib/redis/errors/redis-reply-error.js';
import { ReplyLostError } from '../../../lib/redis/errors/reply-lost-error.js';
import { ManualClock, settled } from '../../support/manual-clock.js';

const descriptor = {
  keys: ['orders'],
  listPopFromBeginning: true,
  blocking: false,
  pollingIntervalInMs: 1_000,
};
const unanswered = (): never => {
  throw new ReplyLostError({ code: 'CONNECTION_LOST', place: 'F', what: 'the connection closed' });
};

describe('AtMostOnceReader', () => {
  let commands: RedisCommand[];
  let version: string;
  let becomeReady: () => void;
  /** Answers pops. */
  let answer: (command: RedisCommand) => unknown;
  let mayBeLost: number[];

  beforeEach(() => {
    commands = [];
    version = '7.0.0';
    answer = () => null;
    mayBeLost = [];
  });

  function readerOf(changes: object = {}): AtMostOnceReader {
    const client = {
      send: async (command: RedisCommand): Promise<unknown> => {
        const [name] = command;
        await Promise.resolve();
        if (name === 'INFO') return `redis_version:${version}`;
        if (name === 'CLIENT') return 7;
        commands.push(command);
        return answer(command);
      },
      onReady: (listener: () => void) => void (becomeReady = listener),
      onHeldUp: () => undefined,
    };
    const listFunction = { ...descriptor, ...changes } as unknown as ListFunction;
    const onReplyLost = (most: number): void => void mayBeLost.push(most);
    return new AtMostOnceReader(listFunction, client, client, new ManualClock(), true, onReplyLost);
  }

  const read = async (reader: AtMostOnceReader, count: number): Promise<string[]> =>
    (await reader.read(count)).map(({ key, body }) => `${key} ${String(body)}`);
  const failureOf = (reader: AtMostOnceReader, count: number): Promise<unknown> =>
    reader.read(count).catch((error: unknown) => error);
  /** Lists from which single elements are popped. */
  function lists(contents: Readonly<Record<string, string[]>>): void {
    answer = ([, key]) => {
      const element = contents[String(key)]?.shift();
      return element === undefined ? null : Buffer.from(element);
    };
  }

  it('asks the server again what it can do after a reconnect, because another may answer', async () => {
    const reader = readerOf();
    await reader.read(3);
    version = '6.0.0';
    await reader.read(3);
    becomeReady();
    await reader.read(3);
    expect(commands).to.deep.equal([
      ['LPOP', 'orders', 3],
      ['LPOP', 'orders', 3],
      ['LPOP', 'orders'],
    ]);
  });

  it('waits only after a read that found nothing, and not after a reconnect', async () => {
    const reader = readerOf({ blocking: true });
    await reader.read(2);
    await reader.read(2);
    becomeReady();
    await reader.read(2);
    expect(commands.map(([name]) => name)).to.deep.equal(['LPOP', 'BLMPOP', 'LPOP']);
  });

  it('looks at several lists with one command where Redis can, else at one after the other', async () => {
    const keys = ['a', 'b', 'c'];
    await readerOf({ keys }).read(2);
    version = '6.2.0';
    answer = ([, key]) => (key === 'b' ? [Buffer.from('1')] : null);
    expect(await read(readerOf({ keys }), 2)).to.deep.equal(['b 1']);
    // Whose turn it is first changes with each read.
    const [first, ...others] = commands;
    expect(first).to.include.members(['LMPOP', 3, ...keys, 'left', 'COUNT', 2]);
    expect(new Set(others.map(([name, , most]) => `${name} ${String(most)}`))).to.deep.equal(
      new Set(['LPOP 2']),
    );
    expect(others.at(-1)).to.deep.equal(['LPOP', 'b', 2]);
  });

  it('pops one by one on Redis 6.0: the first alone, then all at once as long as there is enough', async () => {
    version = '6.0.0';
    lists({ orders: ['1', '2', '3', '4', '5', '6', '7'] });
    const reader = readerOf();
    expect(await read(reader, 3)).to.deep.equal(['orders 1', 'orders 2', 'orders 3']);
    const both = await Promise.all([read(reader, 3), read(reader, 3)]);
    expect(both).to.deep.equal([['orders 4', 'orders 5', 'orders 6'], ['orders 7']]);
    commands = [];
    expect(await read(reader, 3)).to.deep.equal([]);
    expect(commands, 'the last read was not full').to.have.length(1);
  });

  it('keeps what the first pop took where others fail', async () => {
    version = '6.0.0';
    answer = () => {
      if (commands.length > 1) throw new Error('Connection is closed.');
      return Buffer.from('1');
    };
    expect(await read(readerOf(), 3)).to.deep.equal(['orders 1']);
  });

  it('keeps what some pops took where others fail, and fails where none took anything', async () => {
    version = '6.0.0';
    lists({ orders: ['1', '2'] });
    const reader = readerOf();
    await reader.read(2);
    commands = [];
    answer = () => {
      if (commands.length > 1) unanswered();
      return Buffer.from('3');
    };
    expect(await read(reader, 2)).to.deep.equal(['orders 3']);
    lists({ orders: ['4', '5'] });
    await reader.read(2);
    answer = unanswered;
    expect(await failureOf(reader, 2)).to.be.instanceOf(ReplyLostError);
    expect(mayBeLost, 'each pop took one at most').to.deep.equal([1, 1, 1]);
  });

  it('goes on with the next look although one fails', async () => {
    version = '6.0.0';
    const reader = readerOf();
    answer = unanswered;
    const failed = failureOf(reader, 2);
    const next = failureOf(reader, 2);
    await failed;
    expect(await next).to.be.instanceOf(ReplyLostError);
  });

  it('says how much a pop may have taken only where its reply was lost', async () => {
    const reader = readerOf();
    answer = unanswered;
    expect(await failureOf(reader, 5)).to.be.instanceOf(ReplyLostError);
    answer = () => {
      throw new RedisReplyError('OOM command not allowed');
    };
    expect(await failureOf(reader, 5)).to.be.instanceOf(RedisReplyError);
    expect(mayBeLost).to.deep.equal([5]);
  });

  it('leaves a list of the wrong type out, and says so', async () => {
    const reader = readerOf({ keys: ['a', 'b'] });
    const wrong = new RedisReplyError('WRONGTYPE Operation against a key');
    answer = ([name, key]) => {
      if (name === 'LMPOP' || key === 'a') throw wrong;
      return name === 'LLEN' ? 0 : null;
    };
    expect(reader.keyError).to.equal(undefined);
    expect(await failureOf(reader, 2)).to.equal(wrong);
    await settled();
    expect(reader.keyError).to.equal(wrong);
    commands = [];
    expect(await read(reader, 2)).to.deep.equal([]);
    expect(commands).to.deep.equal([['LPOP', 'b', 2]]);
  });
});
