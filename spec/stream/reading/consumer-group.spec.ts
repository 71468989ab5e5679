import { expect } from 'chai';
import type { RedisCommand } from '../../../lib/redis/commands/command-sender.js';
import type { StreamFunction } from '../../../lib/functions/function-descriptor.js';
import { ConsumerGroup } from '../../../lib/stream/reading/consumer-group.js';
import { GroupPositions } from '../../../lib/stream/reading/group-positions.js';
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
});
