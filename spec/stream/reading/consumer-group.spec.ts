import { expect } from 'chai';
import type { RedisCommand } from '../../../lib/redis/commands/command-sender.js';
import type { StreamFunction } from '../../../lib/functions/function-descriptor.js';
import { ConsumerGroup } from '../../../lib/stream/reading/consumer-group.js';
import { GroupPositions } from '../../../lib/stream/reading/group-positions.js';
import { StreamEntry, type StreamField } from '../../../lib/messages/stream-entry.js';
import { RedisReplyError } from '../../../lib/redis/errors/redis-reply-error.js';

const descriptor = { consumerGroup: 'g', startFrom: '0' } as unknown as StreamFunction;

describe('ConsumerGroup', () => {
  let sent: string[];

  function groupWith(answer: (command: RedisCommand) => unknown): ConsumerGroup {
    sent = [];
    const client = {
      send: async (command: RedisCommand) => {
        sent.push(command.slice(0, 2).join(' '));
        return Promise.resolve().then(() => answer(command));
      },
    };
    return new ConsumerGroup(descriptor, client, new GroupPositions());
  }

  it('leaves in one step, so that nothing is read between the look and the deletion', async () => {
    const group = groupWith(() => 1);
    await group.leave('k', 'me');
    expect(sent.map((command) => command.split(' ')[0])).to.deep.equal(['EVALSHA']);
  });

  it('leaves by two commands where scripts are forbidden', async () => {
    const group = groupWith(([name]) => {
      if (name === 'EVALSHA')
        throw new RedisReplyError("NOPERM User w has no permissions to run the 'evalsha' command");
      return [];
    });
    await group.leave('k', 'me');
    expect(sent.slice(1)).to.deep.equal(['XPENDING k', 'XGROUP DELCONSUMER']);
  });

  it('stays where something is pending and scripts are forbidden', async () => {
    const group = groupWith(([name]) => {
      if (name === 'EVALSHA')
        throw new RedisReplyError("NOPERM User w has no permissions to run the 'evalsha' command");
      return [[Buffer.from('1-1'), Buffer.from('me'), 0, 1]];
    });
    await group.leave('k', 'me');
    expect(sent.slice(1)).to.deep.equal(['XPENDING k']);
  });

  describe('of a stream that delivered an entry before', () => {
    const fieldsOf = (...flat: string[]): StreamField[] =>
      flat.flatMap((name, index) =>
        index % 2 ? [] : [[Buffer.from(name), Buffer.from(flat[index + 1] ?? '')]],
      );

    /** Where the group begins once its stream has this entry under the same id. */
    async function startWith(...found: string[]): Promise<unknown> {
      const positions = new GroupPositions();
      positions.deliveredUpTo(new StreamEntry('k', '1-1', fieldsOf('a', '1', 'b', '2')));
      let start: unknown;
      const send = async ([name, , , , id]: RedisCommand): Promise<unknown> => {
        await Promise.resolve();
        if (name === 'XGROUP') start = id;
        return name === 'XRANGE' ? [[Buffer.from('1-1'), found.map((text) => Buffer.from(text))]] : 'OK';
      };
      await new ConsumerGroup(descriptor, { send }, positions).ensure('k');
      return start;
    }

    it('goes on behind that entry', async () => {
      expect(await startWith('a', '1', 'b', '2')).to.equal('1-1');
    });

    it('begins anew where the stream was made again, and has another entry under that id', async () => {
      expect(await startWith('a', '1', 'b', '3')).to.equal('0');
      expect(await startWith('a', '1', 'c', '2')).to.equal('0');
      expect(await startWith('a', '1')).to.equal('0');
      expect(await startWith('a', '1', 'b', '2', 'c', '3')).to.equal('0');
    });
  });
});
