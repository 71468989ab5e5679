import { expect } from 'chai';
import type { StreamFunction } from '../../../lib/functions/function-descriptor.js';
import type { RedisCommand } from '../../../lib/redis/commands/command-sender.js';
import { deleteAcknowledged } from '../../../lib/redis/commands/lua/delete-acknowledged.js';
import { RedisReplyError } from '../../../lib/redis/errors/redis-reply-error.js';
import { EntryRemoval } from '../../../lib/stream/entries/entry-removal.js';

const key = 'orders';

describe('EntryRemoval', () => {
  /** What the script was asked, without the group. */
  let asked: unknown[][];
  let others: RedisCommand[];
  /** What other groups still need. */
  let needed: string[];
  /** Called before the script answers. */
  let meanwhile: () => void;
  let mayRunScripts: boolean;
  let answerCommand: (command: RedisCommand) => unknown;
  let removal: EntryRemoval;

  const sender = {
    send: async (command: RedisCommand): Promise<unknown> => {
      await Promise.resolve();
      if (command[1] !== deleteAcknowledged.sha) {
        others.push(command);
        return answerCommand(command);
      }
      if (!mayRunScripts) throw new RedisReplyError('NOPERM no permissions to run the evalsha command');
      const [act, ...ids] = command.slice(5) as [string, ...string[]];
      asked.push([act, ...ids]);
      meanwhile();
      const kept = ids.filter((id) => needed.includes(id));
      return [kept.map((id) => Buffer.from(id)), kept.length > 0 ? [Buffer.from('reporting')] : []];
    },
  };

  beforeEach(() => {
    asked = [];
    others = [];
    needed = [];
    meanwhile = () => undefined;
    mayRunScripts = true;
    answerCommand = () => 1;
    removal = new EntryRemoval({ consumerGroup: 'group', deleteAfterProcess: true } as StreamFunction);
  });

  it('asks again only for what other groups need, and for nothing when they need nothing', async () => {
    needed = ['2-1', '3-1'];
    await removal.acknowledge(sender, key, ['1-1', '2-1', '3-1']);
    needed = ['3-1'];
    expect([...(await removal.deleteKept(sender))]).to.deep.equal([[key, ['reporting']]]);
    needed = [];
    expect((await removal.deleteKept(sender)).size).to.equal(0);
    await removal.deleteKept(sender);
    expect(asked).to.deep.equal([
      ['acknowledge', '1-1', '2-1', '3-1'],
      ['look', '2-1', '3-1'],
      ['look', '3-1'],
    ]);
  });

  it('remembers what is acknowledged while it looks', async () => {
    removal.acknowledged(key, '1-1');
    meanwhile = () => removal.acknowledged(key, '2-1');
    await removal.deleteKept(sender);
    meanwhile = () => undefined;
    await removal.deleteKept(sender);
    expect(asked).to.deep.equal([
      ['look', '1-1'],
      ['look', '2-1'],
    ]);
  });

  it('looks at a thousand at once, and remembers ten thousand, the oldest', async () => {
    const ids = Array.from({ length: 10_001 }, (_, index) => `${index}-0`);
    needed = ids;
    for (let from = 0; from < ids.length; from += 1_000) {
      await removal.acknowledge(sender, key, ids.slice(from, from + 1_000));
    }
    needed = [];
    asked = [];
    for (let looks = 0; looks < 11; looks++) await removal.deleteKept(sender);
    expect(asked.map((args) => args.length - 1)).to.deep.equal(Array.from({ length: 10 }, () => 1_000));
    expect(asked.flatMap(([, ...looked]) => looked)).to.deep.equal(ids.slice(0, 10_000));
  });

  it('acknowledges and asks with commands where the user may run no scripts, and tries scripts once', async () => {
    mayRunScripts = false;
    const groups = ['group', '0-0', 'reporting', '2-1'];
    const line = (name = '', last = ''): unknown[] => ['name', name, 'last-delivered-id', last];
    answerCommand = ([name, ...args]) => {
      if (name === 'XINFO') return [line(...groups.slice(0, 2)), line(...groups.slice(2))];
      if (name === 'XPENDING') return args[2] === '2-1' ? [['2-1']] : [];
      return 1;
    };
    await removal.acknowledge(sender, key, ['1-1', '2-1', '3-1']);
    expect(others.filter(([name]) => name !== 'XPENDING')).to.deep.equal([
      ['XACK', key, 'group', '1-1', '2-1', '3-1'],
      ['XINFO', 'GROUPS', key],
      ['XDEL', key, '1-1'],
    ]);
    // The own group is looked at as well by now, and it has been given nothing yet, as after XGROUP SETID.
    others = [];
    expect([...(await removal.deleteKept(sender))]).to.deep.equal([[key, ['group', 'reporting']]]);
    expect(others.some(([name]) => name === 'XDEL' || name === 'XACK')).to.equal(false);
  });

  it('keeps for a later look what was acknowledged and could not be deleted', async () => {
    mayRunScripts = false;
    answerCommand = ([name]) => {
      if (name === 'XINFO') throw new Error('Connection is closed.');
      return 1;
    };
    await removal.acknowledge(sender, key, ['1-1']);
    const failed = await removal.deleteKept(sender).catch((error: unknown) => error);
    expect(failed).to.be.instanceOf(Error);
    answerCommand = ([name]) => (name === 'XINFO' ? [] : 1);
    await removal.deleteKept(sender);
    expect(others.at(-1)).to.deep.equal(['XDEL', key, '1-1']);
  });

  it('has nothing to delete where the stream is gone', async () => {
    mayRunScripts = false;
    removal.acknowledged(key, '1-1');
    answerCommand = ([name]) => {
      if (name === 'XINFO') throw new RedisReplyError('ERR no such key');
      return 0;
    };
    expect((await removal.deleteKept(sender)).size).to.equal(0);
    others = [];
    await removal.deleteKept(sender);
    expect(others).to.deep.equal([]);
  });
});
