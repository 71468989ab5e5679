import { expect } from 'chai';
import type { PubSubFunction } from '../../lib/functions/function-descriptor.js';
import { KeyspaceWatch, lookEveryInMs } from '../../lib/pubsub/keyspace-watch.js';
import type { CommandClient } from '../../lib/redis/commands/clients.js';
import { RedisReplyError } from '../../lib/redis/errors/redis-reply-error.js';
import { ManualClock, settled } from '../support/manual-clock.js';

const never = new AbortController().signal;

describe('KeyspaceWatch', () => {
  let clock: ManualClock;
  let asked: number;
  /** The server's flags; throws where they cannot be read. */
  let flags: () => string;
  let set: string[];
  let heard: unknown[];
  let warnings: string[];
  let isForUs: boolean;

  beforeEach(() => {
    clock = new ManualClock();
    asked = 0;
    flags = () => 'KEA';
    set = [];
    heard = [];
    warnings = [];
    isForUs = true;
  });

  function watch(changes: object = {}): KeyspaceWatch {
    const client = {
      send: async ([, action, , value]: readonly unknown[]): Promise<unknown> => {
        await settled();
        if (action === 'SET') set.push(String(value));
        if (action === 'SET') return 'OK';
        asked += 1;
        return ['notify-keyspace-events', flags()];
      },
    } as unknown as CommandClient;
    const descriptor = { id: 'F', place: 'A.b', channel: '__keyevent@0__:del', ...changes } as PubSubFunction;
    return new KeyspaceWatch(
      {
        descriptor,
        publishers: () => [client],
        logger: { warn: (_: object, text: string) => warnings.push(text) } as never,
        observer: {
          failed: (error) => heard.push((error as { code: unknown }).code),
          recovered: () => heard.push('recovered'),
          gap: (durationInMs, reason) => heard.push([durationInMs, reason]),
        },
        clock,
      },
      () => isForUs,
    );
  }

  const lookInAMinute = async (watching: KeyspaceWatch): Promise<void> => {
    await clock.advance(lookEveryInMs);
    await watching.lookAgain(never);
  };
  const off = 'KEYSPACE_NOTIFICATIONS_DISABLED';

  it('asks nothing for a channel that is none of them', async () => {
    const watching = watch({ channel: 'news' });
    await watching.assertPublished(never);
    await lookInAMinute(watching);
    expect(asked).to.equal(0);
  });

  it('looks again each minute, and not while it looks', async () => {
    const watching = watch();
    await watching.assertPublished(never);
    await clock.advance(lookEveryInMs - 1);
    await watching.lookAgain(never);
    expect(asked).to.equal(1);
    await clock.advance(1);
    const looks = [watching.lookAgain(never)];
    await clock.advance(lookEveryInMs);
    looks.push(watching.lookAgain(never));
    await Promise.all(looks);
    expect(asked).to.equal(2);
    await lookInAMinute(watching);
    expect([asked, heard, warnings]).to.deep.equal([3, [], []]);
  });

  it('says at the start that a server publishes nothing', async () => {
    flags = () => '';
    const failed = await watch()
      .assertPublished(never)
      .catch((error: unknown) => error);
    expect(failed).to.include({ code: off });
    expect(heard).to.deep.equal([]);
  });

  it('says later that a server publishes nothing any more, then the gap since it last did, and that it is over', async () => {
    const watching = watch();
    await watching.assertPublished(never);
    await lookInAMinute(watching);
    flags = () => '';
    await lookInAMinute(watching);
    expect(heard).to.deep.equal([off]);
    flags = () => 'KEA';
    await lookInAMinute(watching);
    await lookInAMinute(watching);
    expect(heard).to.deep.equal([off, [2 * lookEveryInMs, 'not-published'], 'recovered']);
  });

  it('leaves the gap to another process that handles the messages', async () => {
    const watching = watch();
    await watching.assertPublished(never);
    flags = () => '';
    await lookInAMinute(watching);
    isForUs = false;
    flags = () => 'KEA';
    await lookInAMinute(watching);
    expect(heard).to.deep.equal([off, 'recovered']);
  });

  it('adds what is missing where it may, which is a gap where it was there before', async () => {
    const watching = watch({ configureKeyspaceNotifications: true });
    flags = () => 'K';
    await watching.assertPublished(never);
    expect([set, heard]).to.deep.equal([['KEg'], []]);
    flags = () => 'KEg';
    await lookInAMinute(watching);
    flags = () => '';
    await lookInAMinute(watching);
    expect([set.length, heard]).to.deep.equal([2, [[lookEveryInMs, 'not-published']]]);
  });

  it('warns once where the flags cannot be read, and does not look again', async () => {
    flags = () => {
      throw new RedisReplyError('NOPERM no permissions to run the config command');
    };
    const watching = watch();
    await watching.assertPublished(never);
    await watching.assertPublished(never);
    await lookInAMinute(watching);
    expect([asked, warnings.length, heard]).to.deep.equal([2, 1, []]);
  });

  it('says nothing of a server that cannot be asked, or during a stop', async () => {
    const watching = watch();
    await watching.assertPublished(never);
    flags = () => {
      throw new Error('Connection is closed.');
    };
    await lookInAMinute(watching);
    flags = () => '';
    await clock.advance(lookEveryInMs);
    await watching.lookAgain(AbortSignal.abort());
    expect(heard).to.deep.equal([]);
  });
});
