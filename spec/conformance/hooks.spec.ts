import { expect } from 'chai';
import { container as globalContainer, injectable, singleton } from 'tsyringe';
import { createRuntime } from '../../lib/create-runtime.js';
import type { DeadLetter } from '../../lib/messages/dead-letter.js';
import type { Gap } from '../../lib/messages/gap.js';
import { ListElement } from '../../lib/messages/list-element.js';
import { RedisMessageModel } from '../../lib/messages/redis-message-model.js';
import { OnDeadLetter } from '../../lib/triggers/on-dead-letter.js';
import { OnGap } from '../../lib/triggers/on-gap.js';
import { RedisListTrigger } from '../../lib/triggers/redis-list-trigger.js';
import { RedisPubSubTrigger } from '../../lib/triggers/redis-pubsub-trigger.js';
import { RedisStreamTrigger } from '../../lib/triggers/redis-stream-trigger.js';
import { Recorder } from '../support/recorder.js';
import { RecordingLogger } from '../support/recording-logger.js';
import { rejectionOf } from '../support/rejection-of.js';
import { describeOnRedis, redisName as connection } from '../support/test-redis.js';

const binary = Buffer.from([0xff, 0x00, 0x0a]);
const failing = (): Promise<void> => Promise.reject(new Error('not today'));

describeOnRedis('A hook', (redis) => {
  it('hears of each dead letter of its class, as it is listed', async () => {
    const letters = new Recorder<DeadLetter>();
    class Orders {
      @RedisListTrigger({ connection, key: 'orders' })
      onOrder(_element: ListElement): Promise<void> {
        return failing();
      }

      @RedisStreamTrigger({ connection, key: 'entries', maxDeliveryCount: 1 })
      onEntry(): Promise<void> {
        return failing();
      }

      @RedisPubSubTrigger({ connection, channel: 'news', deadLetter: true })
      onNews(): Promise<void> {
        return failing();
      }

      @OnDeadLetter()
      alert(letter: DeadLetter): void {
        letters.add(letter);
      }
    }
    const runtime = await redis.startRuntime([Orders]);
    await redis.client.rpush('orders', binary);
    await redis.client.xadd('entries', '*', 'a', binary);
    await redis.client.publish('news', binary);
    await letters.until(3);
    for (const letter of letters.items) {
      const [listed] = await runtime.deadLetters(letter.functionId).list();
      expect(letter).to.deep.equal(listed).and.to.be.frozen;
    }
    expect(letters.items.map(({ kind }) => kind).sort()).to.deep.equal(['list', 'pubsub', 'stream']);
  });

  it('hears of a gap in the subscriptions of its class, and not of those of others', async () => {
    const gaps = new Recorder<Gap>();
    class Others {
      @RedisPubSubTrigger({ connection, channel: 'others' })
      onOther(): void {
        // only its subscription matters
      }
    }
    class News {
      @RedisPubSubTrigger({ connection, channel: 'news' })
      onNews(): void {
        // only its subscription matters
      }

      @OnGap()
      catchUp(gap: Gap): void {
        gaps.add(gap);
      }
    }
    const before = Date.now();
    const runtime = await redis.startRuntime([News, Others]);
    await redis.client.call('CLIENT', 'KILL', 'TYPE', 'pubsub');
    const [gap] = await gaps.until(1);
    await runtime.stop();
    expect(gaps.items).to.have.length(1);
    expect(gap).to.include({ functionId: 'News.onNews', channel: 'news', reason: 'connection-lost' });
    expect(gap!.since.getTime()).to.be.within(before, gap!.until.getTime());
    expect(gap!.durationInMs).to.equal(gap!.until.getTime() - gap!.since.getTime());
    expect(gap).to.be.frozen;
  });

  it('is called on the instance that a singleton is', async () => {
    const seen = new Recorder<object>();
    @singleton()
    class Single {
      @RedisListTrigger({ connection, key: 'orders' })
      onOrder(): Promise<void> {
        seen.add(this);
        return failing();
      }

      @OnDeadLetter()
      alert(): void {
        seen.add(this);
      }
    }
    await redis.startRuntime([Single], { container: globalContainer.createChildContainer() });
    await redis.client.rpush('orders', 'a');
    const [handler, hooked] = await seen.until(2);
    expect(hooked).to.equal(handler);
  });

  it('is called in a scope of its own, which is disposed', async () => {
    const disposed = new Recorder<object>();
    const hooked = new Recorder<object>();
    class Scoped {
      @RedisListTrigger({ connection, key: 'orders' })
      onOrder(): Promise<void> {
        return failing();
      }

      @OnDeadLetter()
      alert(): void {
        hooked.add(this);
      }

      dispose(): void {
        disposed.add(this);
      }
    }
    await redis.startRuntime([Scoped]);
    await redis.client.rpush('orders', 'a');
    await disposed.until(2);
    expect(hooked.items).to.deep.equal([disposed.items[1]]);
    expect(disposed.items[1]).to.not.equal(disposed.items[0]);
  });

  it('that would need something of an invocation is a problem of the start', async () => {
    @injectable()
    class Needy {
      constructor(readonly message: RedisMessageModel) {}

      @RedisListTrigger({ connection, key: 'orders' })
      onOrder(): void {
        // never called
      }

      @OnDeadLetter()
      alert(): void {
        // never called
      }
    }
    const connections = { [connection]: redis.connection };
    const runtime = await createRuntime({ handlers: [Needy], connections, logger: false });
    const error = await rejectionOf(runtime.start());
    expect(error).to.include({ code: 'DEPENDENCY_UNRESOLVED', place: 'Needy.alert' });
  });

  it('that fails is logged with its place, and the next dead letter is told all the same', async () => {
    const logger = new RecordingLogger();
    const letters = new Recorder<string>();
    class Orders {
      @RedisListTrigger({ connection, key: 'orders', concurrency: 1 })
      onOrder(): Promise<void> {
        return failing();
      }

      @OnDeadLetter()
      alert({ message }: DeadLetter): void {
        letters.add(message.toModel().message);
        throw new Error('the pager is down');
      }
    }
    const runtime = await redis.startRuntime([Orders], { logger });
    await redis.client.rpush('orders', 'a', 'b');
    expect(await letters.until(2)).to.deep.equal(['a', 'b']);
    await runtime.stop();
    const failed = logger.lines.filter(({ text }) => text === 'a hook failed');
    expect(failed).to.have.length(2);
    expect(failed[0]).to.include({ level: 'error' });
    expect(failed[0]!.fields).to.deep.include({ functionId: 'Orders.onOrder', hook: 'Orders.alert' });
    expect(await redis.client.xlen('{orders}:dead-letter:Orders.onOrder')).to.equal(2);
  });

  describe('that is slow', () => {
    const begun = new Recorder<string>();
    let end: () => void;
    let ended: Promise<void>;

    class Slow {
      @RedisListTrigger({ connection, key: 'orders', concurrency: 1 })
      onOrder(): Promise<void> {
        return failing();
      }

      @OnDeadLetter()
      async alert({ message }: DeadLetter): Promise<void> {
        begun.add(message.toModel().message);
        await ended;
      }
    }

    beforeEach(() => {
      begun.items.length = 0;
      ended = new Promise((resolve) => (end = resolve));
    });

    it('holds up no message, and a stop waits for it', async () => {
      const runtime = await redis.startRuntime([Slow]);
      await redis.client.rpush('orders', 'a', 'b', 'c');
      expect(await begun.until(3)).to.deep.equal(['a', 'b', 'c']);
      let isStopped = false;
      const stop = runtime.stop().then(() => (isStopped = true));
      await redis.client.ping();
      expect(isStopped).to.equal(false);
      end();
      await stop;
    });

    it('is written off at the deadline of a stop, which says so', async () => {
      const logger = new RecordingLogger();
      const runtime = await redis.startRuntime([Slow], { logger, shutdownTimeoutInMs: 100 });
      await redis.client.rpush('orders', 'a');
      await begun.until(1);
      await runtime.stop();
      end();
      const last = logger.lines.at(-1);
      expect(last?.fields).to.include({ code: 'STOP_INCOMPLETE', unfinished: 1 });
    });
  });
});
