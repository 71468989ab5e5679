import { expect } from 'chai';
import type { RedisCommand } from '../../lib/redis/commands/command-sender.js';
import type { PubSubFunction } from '../../lib/functions/function-descriptor.js';
import { assertKeyspaceNotifications, assertOnEach } from '../../lib/pubsub/keyspace-check.js';
import type { CommandClient } from '../../lib/redis/commands/clients.js';
import { RedisReplyError } from '../../lib/redis/errors/redis-reply-error.js';
import { rejectionOf } from '../support/rejection-of.js';
import { settled } from '../support/manual-clock.js';

const never = new AbortController().signal;
const options = { clock: { now: () => 0 }, mostAgeInMs: 0 };

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
    const channels = ['__keyevent@0__:del', '__keyspace@0__:k', '__keyevent@0__:expired'];
    await Promise.all(
      channels.map((channel) => assertKeyspaceNotifications(asking(channel), client, options)),
    );
    // The first asked for its events alone: the key's own channel needs those of every class.
    expect(Array.from(flags).sort()).to.deep.equal(['A', 'E', 'K', 'g']);
  });

  it('gives several functions that ask at once one remedy, which undoes nothing', async () => {
    const client = { send: () => Promise.resolve(['notify-keyspace-events', '']) };
    const asked = ['__keyevent@0__:expired', '__keyspace@0__:k'].map((channel) =>
      rejectionOf(
        assertKeyspaceNotifications(
          { ...asking(channel), configureKeyspaceNotifications: false },
          client,
          options,
        ),
      ),
    );
    const remedies = (await Promise.all(asked)).map(({ remedy }) => remedy);
    expect(remedies[0]).to.match(/^Run CONFIG SET notify-keyspace-events ExKA, or/);
    expect(remedies[1]).to.equal(remedies[0]);
  });
});

describe('assertOnEach', () => {
  /** A server that answers CONFIG GET so, once it is ready. */
  function server(answer: () => unknown, whenReady = (): Promise<void> => Promise.resolve()) {
    const asked: unknown[] = [];
    const send = async ([, action]: RedisCommand): Promise<unknown> => {
      asked.push(action);
      await Promise.resolve();
      return answer();
    };
    return { asked, client: { send, whenReady } as unknown as CommandClient };
  }
  const present = (): unknown => ['notify-keyspace-events', 'KEA'];
  const off = (): unknown => ['notify-keyspace-events', ''];
  const forbidden = (): never => {
    throw new RedisReplyError('NOPERM no permissions to run the config command');
  };
  const closed = (): never => {
    throw new Error('Connection is closed.');
  };
  const check = (servers: readonly { client: CommandClient }[]): Promise<unknown> =>
    assertOnEach(
      { ...asking('__keyevent@0__:del'), configureKeyspaceNotifications: false },
      servers.map(({ client }) => client),
      never,
      options,
    ).catch((error: unknown) => error);

  it('finds the flags of every server', async () => {
    expect(await check([server(present), server(present)])).to.equal('present');
    expect(await check([server(present), server(off)])).to.include({
      code: 'KEYSPACE_NOTIFICATIONS_DISABLED',
    });
    expect(await check([server(forbidden), server(present)])).to.equal('unreadable');
    expect(await check([server(() => [])])).to.equal('unreadable');
  });

  it('asks each of several servers only when it is ready', async () => {
    let becomeReady = (): void => undefined;
    const late = server(present, () => new Promise((resolve) => (becomeReady = resolve)));
    const checked = check([late, server(present)]);
    await settled();
    expect(late.asked).to.deep.equal([]);
    becomeReady();
    expect(await checked).to.equal('present');
    expect(late.asked).to.deep.equal(['GET']);
  });

  it('leaves out a server that cannot be asked, unless none can', async () => {
    expect(await check([server(closed), server(present)])).to.equal('present');
    expect(await check([server(closed), server(off)])).to.include({
      code: 'KEYSPACE_NOTIFICATIONS_DISABLED',
    });
    expect(await check([server(closed)]))
      .to.be.an('error')
      .and.include({ message: 'Connection is closed.' });
  });
});

function asking(channel: string): PubSubFunction {
  return { channel, place: 'Handlers.run', configureKeyspaceNotifications: true } as PubSubFunction;
}
