import { expect } from 'chai';
import type { Redis } from 'ioredis';
import { ChannelMessage } from '../../lib/messages/channel-message.js';
import { RedisMessageModel } from '../../lib/messages/redis-message-model.js';
import { RedisPubSubTrigger } from '../../lib/triggers/redis-pubsub-trigger.js';
import { Recorder } from '../support/recorder.js';
import { describeOnRedis, redisName } from '../support/test-redis.js';

describeOnRedis('@RedisPubSubTrigger', (redis) => {
  it('runs the method for each message of a channel', async () => {
    const received = new Recorder<RedisMessageModel>();
    await redis.startRuntime([handlerOf(received, 'news')]);
    await redis.client.publish('other', 'not for us');
    await redis.client.publish('news', 'hello');
    expect(await received.until(1)).to.deep.equal([new RedisMessageModel('news', 'hello')]);
  });

  it('gives the actual channel of a pattern', async () => {
    const received = new Recorder<RedisMessageModel>();
    await redis.startRuntime([handlerOf(received, 'testChannel*')]);
    await redis.client.publish('testChannelsuffix', 'hello');
    expect(await received.until(1)).to.deep.equal([new RedisMessageModel('testChannelsuffix', 'hello')]);
  });

  it('takes the text for a channel with pattern: false', async () => {
    const received = new Recorder<RedisMessageModel>();
    await redis.startRuntime([handlerOf(received, 'odd[channel]*', { pattern: false })]);
    await redis.client.publish('oddc', 'not for us');
    await redis.client.publish('odd[channel]*', 'hello');
    expect(await received.until(1)).to.deep.equal([new RedisMessageModel('odd[channel]*', 'hello')]);
  });

  it('gives the bytes as they are', async () => {
    const received = new Recorder<ChannelMessage>();
    class News {
      @RedisPubSubTrigger({ connection: redisName, channel: 'news.*' })
      onNews(message: ChannelMessage): void {
        received.add(message);
      }
    }
    const bytes = Buffer.from([0, 255, 13, 10]);
    await redis.startRuntime([News]);
    await redis.client.publish('news.raw', bytes);
    expect(await received.until(1)).to.deep.equal([new ChannelMessage('news.raw', bytes, 'news.*')]);
  });

  it('serves several functions on one connection, each with its own subscription', async () => {
    const all = new Recorder<RedisMessageModel>();
    const some = new Recorder<RedisMessageModel>();
    const same = new Recorder<RedisMessageModel>();
    await redis.startRuntime([
      handlerOf(all, '*', { name: 'all' }),
      handlerOf(some, 'news', { name: 'some' }),
      handlerOf(same, 'news', { name: 'same' }),
    ]);
    await redis.client.publish('other', '1');
    await redis.client.publish('news', '2');
    await Promise.all([all.until(2), some.until(1), same.until(1)]);
    expect([all, some, same].map(({ items }) => items.length)).to.deep.equal([2, 1, 1]);
    const subscribers = await redis.client.call('CLIENT', 'LIST', 'TYPE', 'pubsub');
    expect(String(subscribers).trim().split('\n')).to.have.length(1);
  });

  it('pushes out the oldest when its buffer is full, and counts them as lost', async () => {
    const received = new Recorder<string>();
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    class News {
      @RedisPubSubTrigger({ connection: redisName, channel: 'news', concurrency: 1, bufferLimit: 2 })
      async onNews(message: RedisMessageModel): Promise<void> {
        received.add(message.message);
        await held;
      }
    }
    const seen = new Recorder<RedisMessageModel>();
    const runtime = await redis.startRuntime([News, handlerOf(seen, 'news')]);
    for (const text of ['1', '2', '3', '4', '5']) await redis.client.publish('news', text);
    await seen.until(5);
    release();
    expect(await received.until(3)).to.deep.equal(['1', '4', '5']);
    expect(runtime.health().functions['News.onNews']).to.include({ lost: 2 });
  });

  it('counts the bytes of what waits, channel names included, and drops the oldest until the rest fits', async () => {
    const held = new Recorder<string>();
    let release = (): void => undefined;
    const released = new Promise<void>((resolve) => (release = resolve));
    class News {
      @RedisPubSubTrigger({
        connection: redisName,
        channel: 'news',
        concurrency: 1,
        bufferLimitInBytes: 1_000 + 'news'.length,
      })
      async onNews({ message }: RedisMessageModel): Promise<void> {
        held.add(`${message.charAt(0)}${message.length}`);
        await released;
      }
    }
    const seen = new Recorder<RedisMessageModel>();
    const runtime = await redis.startRuntime([News, handlerOf(seen, 'news')]);
    const sizes = [1, 300, 300, 300, 996, 2_000, 10, 980];
    for (const [at, size] of sizes.entries()) await redis.client.publish('news', `${at}`.repeat(size));
    await seen.until(sizes.length);
    // The first was handled at once; a message that is too large may wait alone.
    expect(runtime.health().functions['News.onNews']).to.include({ lost: 5, inFlight: 1, waiting: 2 });
    release();
    expect(await held.until(3)).to.deep.equal(['01', '610', '7980']);
  });

  it('lets one message wait that is larger than its buffer', async () => {
    const received = new Recorder<number>();
    let release = (): void => undefined;
    const released = new Promise<void>((resolve) => (release = resolve));
    class News {
      @RedisPubSubTrigger({ connection: redisName, channel: 'news', concurrency: 1, bufferLimitInBytes: 10 })
      async onNews({ message }: RedisMessageModel): Promise<void> {
        received.add(message.length);
        await released;
      }
    }
    const seen = new Recorder<RedisMessageModel>();
    const runtime = await redis.startRuntime([News, handlerOf(seen, 'news')]);
    for (const size of [1, 500, 700]) await redis.client.publish('news', 'x'.repeat(size));
    await seen.until(3);
    release();
    expect(await received.until(2)).to.deep.equal([1, 700]);
    expect(runtime.health().functions['News.onNews']).to.include({ lost: 1 });
  });

  describe('on keyspace notifications', () => {
    it('sees the events of one key', async () => {
      const received = new Recorder<RedisMessageModel>();
      await configure(redis.client, 'KA');
      await redis.startRuntime([handlerOf(received, '__keyspace@0__:myKey')]);
      await redis.client.set('otherKey', '1');
      await redis.client.set('myKey', '1');
      await redis.client.del('myKey');
      expect((await received.until(2)).map(({ trigger, message }) => [trigger, message])).to.deep.equal([
        ['__keyspace@0__:myKey', 'set'],
        ['__keyspace@0__:myKey', 'del'],
      ]);
    });

    it('sees all events with a pattern, each with its channel', async () => {
      const received = new Recorder<RedisMessageModel>();
      await configure(redis.client, 'EA');
      await redis.startRuntime([handlerOf(received, '__keyevent@0__:*')]);
      await redis.client.set('myKey', '1');
      await redis.client.del('myKey');
      expect((await received.until(2)).map(({ trigger, message }) => [trigger, message])).to.deep.equal([
        ['__keyevent@0__:set', 'myKey'],
        ['__keyevent@0__:del', 'myKey'],
      ]);
    });

    it('refuses to start where the server does not publish them, and says what to set', async () => {
      await configure(redis.client, 'Kx');
      const refused = await redis
        .startRuntime([handlerOf(new Recorder(), '__keyevent@0__:del')])
        .then(() => undefined)
        .catch((error: unknown) => error as Error);
      expect(refused).to.have.property('code', 'KEYSPACE_NOTIFICATIONS_DISABLED');
      expect(refused?.message)
        .to.include('Handler.onMessage')
        .and.include('CONFIG SET notify-keyspace-events');
    });

    it('adds the missing flags with configureKeyspaceNotifications, and keeps the others', async () => {
      const received = new Recorder<RedisMessageModel>();
      await configure(redis.client, 'Kx');
      await redis.startRuntime([handlerOf(received, '__keyevent@0__:del')], {
        configureKeyspaceNotifications: true,
      });
      await redis.client.set('myKey', '1');
      await redis.client.del('myKey');
      expect((await received.until(1)).map(({ message }) => message)).to.deep.equal(['myKey']);
      const [, flags = ''] = await redis.client.config('GET', 'notify-keyspace-events');
      expect(Array.from(flags).sort()).to.deep.equal(Array.from('KExg').sort());
    });
  });

  it('takes nothing more once a stop has begun, however busy the channel is', async () => {
    const received = new Recorder<string>();
    class Handler {
      @RedisPubSubTrigger({ connection: redisName, channel: 'busy' })
      async onMessage(message: RedisMessageModel): Promise<void> {
        received.add(message.message);
        // There is always one more.
        await redis.client.publish('busy', 'again');
      }
    }
    const runtime = await redis.startRuntime([Handler]);
    for (let times = 0; times < 20; times++) await redis.client.publish('busy', 'again');
    await received.until(100);
    const stoppedAt = performance.now();
    await runtime.stop();
    expect(performance.now() - stoppedAt).to.be.below(10_000);
  });
});

/** A handler class that records its messages. */
function handlerOf(received: Recorder<RedisMessageModel>, channel: string, options: object = {}) {
  class Handler {
    @RedisPubSubTrigger({ connection: redisName, channel, ...options })
    onMessage(message: RedisMessageModel): void {
      received.add(message);
    }
  }
  return Handler;
}

async function configure(client: Redis, flags: string): Promise<void> {
  await client.config('SET', 'notify-keyspace-events', flags);
}
