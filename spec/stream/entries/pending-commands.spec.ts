import { expect } from 'chai';
import type { RedisCommand } from '../../../lib/redis/commands/command-sender.js';
import { PendingCommands } from '../../../lib/stream/entries/pending-commands.js';
import { RedisReplyError } from '../../../lib/redis/errors/redis-reply-error.js';

describe('PendingCommands', () => {
  const refused = new RedisReplyError("NOPERM User w has no permissions to run the 'evalsha' command");

  async function stateOf(answer: (name: string) => unknown): Promise<[state: unknown, sent: string[]]> {
    const sent: string[] = [];
    const send = async ([name]: RedisCommand): Promise<unknown> => {
      sent.push(name);
      return Promise.resolve().then(() => answer(name));
    };
    return [await new PendingCommands({ send }, 'group', 'me').stateOf('orders', '1-1'), sent];
  }

  it('does not read an entry, which may be large, to know whether it is there', async () => {
    const [state, sent] = await stateOf((name) => (name === 'EVALSHA' ? 0 : []));
    expect(state).to.equal('gone');
    expect(sent).to.deep.equal(['XPENDING', 'EVALSHA']);
  });

  it('reads it where the user may run no scripts', async () => {
    const [state, sent] = await stateOf((name) => {
      if (name === 'EVALSHA') throw refused;
      return name === 'XRANGE' ? [['1-1', []]] : [];
    });
    expect(state).to.equal('not pending');
    expect(sent).to.deep.equal(['XPENDING', 'EVALSHA', 'XRANGE']);
  });
});
