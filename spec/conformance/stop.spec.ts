import { expect } from 'chai';
import { InvocationContext } from '../../lib/messages/invocation-context.js';
import { RedisMessageModel } from '../../lib/messages/redis-message-model.js';
import { RetryLater } from '../../lib/messages/retry-later.js';
import { RedisListTrigger } from '../../lib/triggers/redis-list-trigger.js';
import { RedisPubSubTrigger } from '../../lib/triggers/redis-pubsub-trigger.js';
import { RedisStreamTrigger } from '../../lib/triggers/redis-stream-trigger.js';
import { Recorder } from '../support/recorder.js';
import { signalled } from '../support/signalled.js';
import { describeOnRedis, redisName } from '../support/test-redis.js';

describeOnRedis('runtime.stop()', (redis) => {
  it('waits for the handlers that run, and leaves the rest in the list', async () => {
    const started = new Recorder<string>();
    const finished = new Recorder<string>();
    const { gate, open } = makeGate();
    class Orders {
      @RedisListTrigger({ connection: redisName, key: 'orders', count: 20 })
      async onOrder(message: RedisMessageModel): Promise<void> {
        started.add(message.message);
        await gate;
        finished.add(message.message);
      }
    }
    const texts = Array.from({ length: 50 }, (_, index) => `${index}`);
    await redis.client.rpush('orders', ...texts);
    const runtime = await redis.startRuntime([Orders]);
    await started.until(20);
    const stopped = runtime.stop();
    open();
    await stopped;
    const left = await redis.client.lrange('orders', 0, -1);
    expect([...finished.items, ...left].sort()).to.deep.equal([...texts].sort());
    expect(finished.items).to.have.length(20);
  });

  it('gives back what was popped and not started, where it came from and in order', async () => {
    const started = new Recorder<string>();
    const { gate, open } = makeGate();
    class Orders {
      @RedisListTrigger({ connection: redisName, key: 'left', concurrency: 1, prefetch: 5 })
      async onLeft(message: RedisMessageModel): Promise<void> {
        started.add(message.message);
        await gate;
      }

      @RedisListTrigger({
        connection: redisName,
        key: 'right',
        concurrency: 1,
        prefetch: 5,
        listPopFromBeginning: false,
      })
      async onRight(message: RedisMessageModel): Promise<void> {
        started.add(message.message);
        await gate;
      }
    }
    await redis.client.rpush('left', 'a', 'b', 'c', 'd', 'e');
    await redis.client.rpush('right', '1', '2', '3', '4', '5');
    const runtime = await redis.startRuntime([Orders]);
    await started.until(2);
    await signalled(
      'readAnswered',
      async () => (await redis.client.exists('left', 'right')) === 0,
      'all to be popped',
    );
    const stopped = runtime.stop();
    open();
    await stopped;
    expect([...started.items].sort()).to.deep.equal(['5', 'a']);
    expect(await redis.client.lrange('left', 0, -1)).to.deep.equal(['b', 'c', 'd', 'e']);
    expect(await redis.client.lrange('right', 0, -1)).to.deep.equal(['1', '2', '3', '4']);
  });

  it('loses nothing when elements arrive while it stops', async () => {
    const handled = new Recorder<string>();
    class Orders {
      @RedisListTrigger({ connection: redisName, key: 'orders' })
      onOrder(message: RedisMessageModel): void {
        handled.add(message.message);
      }
    }
    for (let round = 0; round < 20; round++) {
      const runtime = await redis.startRuntime([Orders]);
      const pushes = Array.from({ length: 10 }, (_, index) =>
        redis.client.rpush('orders', `${round}-${index}`),
      );
      await Promise.all([runtime.stop(), ...pushes]);
    }
    const left = await redis.client.lrange('orders', 0, -1);
    expect(new Set([...handled.items, ...left]).size).to.equal(200);
    expect(handled.items.length + left.length).to.equal(200);
  });

  it('loses nothing of what two reads have under way in the middle of a backlog', async () => {
    const handled = new Recorder<string>();
    class Orders {
      @RedisListTrigger({ connection: redisName, key: 'orders', prefetch: 20 })
      onOrder(message: RedisMessageModel): void {
        handled.add(message.message);
      }
    }
    const texts = Array.from({ length: 5_000 }, (_, index) => `${index}`);
    await redis.client.rpush('orders', ...texts);
    const runtime = await redis.startRuntime([Orders]);
    await handled.until(100);
    await runtime.stop();
    const left = await redis.client.lrange('orders', 0, -1);
    expect([...handled.items, ...left]).to.deep.equal(texts);
  });

  it('acknowledges what succeeded before it ends', async () => {
    const handled = new Recorder<string>();
    class Orders {
      @RedisStreamTrigger({ connection: redisName, key: 'orders' })
      onOrder(message: RedisMessageModel): void {
        handled.add(message.message);
      }
    }
    for (let index = 0; index < 50; index++) await redis.client.xadd('orders', '*', 'n', index);
    const runtime = await redis.startRuntime([Orders]);
    await handled.until(1);
    await runtime.stop();
    const [pending] = (await redis.client.xpending('orders', 'Orders.onOrder')) as [number];
    expect(pending).to.equal(0);
  });

  it('tells handlers by their signal, and keeps the element of one that gives up', async () => {
    const started = new Recorder<string>();
    class Orders {
      @RedisListTrigger({ connection: redisName, key: 'orders' })
      async onOrder(message: RedisMessageModel, signal: AbortSignal): Promise<void> {
        started.add(message.message);
        await new Promise((_, reject) => {
          signal.addEventListener('abort', () => reject(new Error('aborted')));
        });
      }
    }
    const runtime = await redis.startRuntime([Orders], { shutdownTimeoutInMs: 500 });
    await redis.client.rpush('orders', 'a');
    await started.until(1);
    await runtime.stop();
    expect(await redis.client.lrange('orders', 0, -1)).to.deep.equal(['a']);
  });

  it('returns within its deadline with a handler that never ends, and its element is in the dead letters', async () => {
    const started = new Recorder<string>();
    class Orders {
      @RedisListTrigger({ connection: redisName, key: 'orders' })
      async onElement(message: RedisMessageModel): Promise<void> {
        started.add(message.message);
        await new Promise(() => undefined);
      }

      @RedisStreamTrigger({ connection: redisName, key: 'entries' })
      async onEntry(message: RedisMessageModel): Promise<void> {
        started.add(message.message);
        await new Promise(() => undefined);
      }

      @RedisPubSubTrigger({ connection: redisName, channel: 'channel' })
      async onMessage(message: RedisMessageModel): Promise<void> {
        started.add(message.message);
        await new Promise(() => undefined);
      }
    }
    const runtime = await redis.startRuntime([Orders], { shutdownTimeoutInMs: 500 });
    await redis.client.rpush('orders', 'a');
    await redis.client.xadd('entries', '*', 'a', 'b');
    await redis.client.publish('channel', 'c');
    await started.until(3);
    const begun = performance.now();
    await runtime.stop();
    expect(performance.now() - begun).to.be.below(5_000);
    const [[, fields] = []] = await redis.client.xrange('{orders}:dead-letter:Orders.onElement', '-', '+');
    expect(fields).to.include('stopped');
    const [pending] = (await redis.client.xpending('entries', 'Orders.onEntry')) as [number];
    expect(pending).to.equal(1);
  });

  it('ends the wait before a retry, and keeps the element', async () => {
    const attempts = new Recorder<number>();
    const retry = { strategy: 'fixedDelay', maxRetryCount: 3, delayIntervalInMs: 60_000 } as const;
    class Orders {
      @RedisListTrigger({ connection: redisName, key: 'orders', retry })
      onOrder(_message: RedisMessageModel, context: InvocationContext): void {
        attempts.add(context.attempt);
        throw new Error('not yet');
      }
    }
    const runtime = await redis.startRuntime([Orders]);
    await redis.client.rpush('orders', 'a');
    await attempts.until(1);
    await runtime.stop();
    expect(await redis.client.lrange('orders', 0, -1)).to.deep.equal(['a']);
  });

  it('gives back what it cancels in the order of popping, whatever ended first', async () => {
    const retry = { strategy: 'fixedDelay', maxRetryCount: 3, delayIntervalInMs: 60_000 } as const;
    for (const listPopFromBeginning of [true, false]) {
      const started = new Recorder<string>();
      const failed = new Recorder<string>();
      const gates = new Map('abcde'.split('').map((text) => [text, makeGate()]));
      class Orders {
        @RedisListTrigger({
          connection: redisName,
          key: 'orders',
          retry,
          concurrency: 5,
          listPopFromBeginning,
        })
        async onOrder({ message }: RedisMessageModel): Promise<void> {
          started.add(message);
          await gates.get(message)!.gate;
          failed.add(message);
          if (message === 'b') throw new RetryLater({ delayInMs: 60_000 });
          throw new Error('not yet');
        }
      }
      const pushed = ['a', 'b', 'c', 'd', 'e'];
      await redis.client.rpush('orders', ...pushed);
      const runtime = await redis.startRuntime([Orders]);
      await started.until(5);
      // They wait for their retries in another order than they were popped in; `b` is postponed by the stop.
      for (const text of ['d', 'a', 'e', 'c']) {
        gates.get(text)!.open();
        await failed.untilTrue((items) => items.includes(text));
      }
      const stopped = runtime.stop();
      gates.get('b')!.open();
      await stopped;
      expect(await redis.client.lrange('orders', 0, -1)).to.deep.equal(pushed);
      await redis.client.del('orders');
    }
  });

  it('may be called twice, and before the start', async () => {
    class Orders {
      @RedisListTrigger({ connection: redisName, key: 'orders' })
      onOrder(): void {
        // never runs
      }
    }
    const runtime = await redis.startRuntime([Orders]);
    await Promise.all([runtime.stop(), runtime.stop()]);
    await runtime.stop();
    expect(runtime.health()).to.include({ state: 'stopped', ready: false });
    const again = await runtime.start().catch((error: unknown) => error);
    expect(again).to.have.property('code', 'RUNTIME_STATE');
  });
});

function makeGate(): { gate: Promise<void>; open: () => void } {
  let open = (): void => undefined;
  const gate = new Promise<void>((resolve) => (open = resolve));
  return { gate, open };
}
