import { expect } from 'chai';
import type { RedisCommand } from '../../lib/redis/commands/command-sender.js';
import type { PubSubFunction } from '../../lib/functions/function-descriptor.js';
import { assertKeyspaceNotifications } from '../../lib/pubsub/keyspace-check.js';
import { settled } from '../support/manual-clock.js';

describe('assertKeyspaceNotifications', () => {
  it('adds the flags of several functions that ask at once', async () => {
    let flags = '';
    const client = {
      async send([, action, name, value]: RedisCommand): Promise<unknown> {
        if (action === 'SET') flags = String(value);
        const reply = [name, flags];
        await settled();
        return reply;
      },
    };
    const options = { clock: { now: () => 0 }, mostAgeInMs: 0 };
    const channels = ['__keyevent@0__:del', '__keyspace@0__:k', '__keyevent@0__:expired'];
    await Promise.all(
      channels.map((channel) => assertKeyspaceNotifications(asking(channel), client, options)),
    );
    expect(Array.from(flags).sort()).to.deep.equal(['E', 'K', 'g', 'x']);
  });
});

function asking(channel: string): PubSubFunction {
  return { channel, place: 'Handlers.run', configureKeyspaceNotifications: true } as PubSubFunction;
}
