import { expect } from 'chai';
import { InvocationContext } from '../../lib/messages/invocation-context.js';
import { ListElement } from '../../lib/messages/list-element.js';
import { RedisMessageModel } from '../../lib/messages/redis-message-model.js';
import { RedisListTrigger } from '../../lib/triggers/redis-list-trigger.js';
import { expectSettled } from '../support/expect-settled.js';
import { Recorder } from '../support/recorder.js';
import { signalled } from '../support/signalled.js';
import { describeOnRedis, redisName } from '../support/test-redis.js';

describeOnRedis('@RedisListTrigger', (redis) => {
  it('runs the method for each element', async () => {
    const received = new Recorder<RedisMessageModel>();
    class Orders {
      @RedisListTrigger({ connection: redisName, key: 'orders' })
      onOrder(message: RedisMessageModel): void {
        received.add(message);
      }
    }
    await redis.startRuntime([Orders]);
    await redis.client.lpush('orders', 'a', 'b');
    expect(await received.until(2)).to.deep.equal([
      new RedisMessageModel('orders', 'b'),
      new RedisMessageModel('orders', 'a'),
    ]);
  });

  it('pops from the right with listPopFromBeginning: false', async () => {
    const received = new Recorder<string>();
    class Orders {
      @RedisListTrigger({ connection: redisName, key: 'orders', listPopFromBeginning: false, count: 1 })
      onOrder(message: RedisMessageModel): void {
        received.add(message.message);
      }
    }
    await redis.client.lpush('orders', '1');
    await redis.client.rpush('orders', '2');
    await redis.startRuntime([Orders]);
    expect(await received.until(2)).to.deep.equal(['2', '1']);
  });

  it('pops from several keys, and says which', async () => {
    const received = new Recorder<string>();
    class Orders {
      @RedisListTrigger({ connection: redisName, key: 'k1 k2 k3' })
      onOrder(message: RedisMessageModel): void {
        received.add(`${message.trigger}=${message.message}`);
      }
    }
    const expected = ['k1', 'k2', 'k3'].flatMap((key) =>
      [1, 2, 3, 4, 5, 6].map((number) => `${key}=${number}`),
    );
    for (const key of ['k1', 'k2', 'k3']) await redis.client.rpush(key, 1, 2, 3, 4, 5, 6);
    await redis.startRuntime([Orders]);
    expect([...(await received.until(18))].sort()).to.deep.equal(expected);
  });

  it('handles empty texts and any bytes', async () => {
    const received = new Recorder<Buffer>();
    class Orders {
      @RedisListTrigger({ connection: redisName, key: 'orders', concurrency: 1 })
      onOrder(element: ListElement, body: Buffer): void {
        expect(element.body).to.equal(body);
        received.add(body);
      }
    }
    const bytes = Buffer.from([0, 255, 13, 10, 128]);
    await redis.startRuntime([Orders]);
    await redis.client.rpush('orders', '', bytes);
    expect(await received.until(2)).to.deep.equal([Buffer.alloc(0), bytes]);
  });

  it('handles an element that arrives while idle at once, not when the interval ends', async () => {
    const received = new Recorder<number>();
    class Orders {
      @RedisListTrigger({ connection: redisName, key: 'orders', pollingIntervalInMs: 30_000 })
      onOrder(): void {
        received.add(performance.now());
      }
    }
    await redis.startRuntime([Orders]);
    await redis.client.rpush('orders', 'wakes the listener up and lets it idle again');
    await received.until(1);
    const pushedAt = performance.now();
    await redis.client.rpush('orders', 'is timed');
    const [, handledAt = Infinity] = await received.until(2);
    // A read that nothing wakes takes seconds.
    expect(handledAt - pushedAt).to.be.below(2_000);
  });

  it('polls with blocking: false', async () => {
    const received = new Recorder<string>();
    class Orders {
      @RedisListTrigger({ connection: redisName, key: 'orders', blocking: false, pollingIntervalInMs: 20 })
      onOrder(message: RedisMessageModel): void {
        received.add(message.message);
      }
    }
    await redis.startRuntime([Orders]);
    for (const [index, text] of ['a', 'b', 'c'].entries()) {
      await redis.client.rpush('orders', text);
      await received.until(index + 1);
    }
    expect(received.items).to.deep.equal(['a', 'b', 'c']);
  });

  it('lets one slow handler hold up nobody else', async () => {
    const received = new Recorder<string>();
    let release = (): void => undefined;
    const slow = new Promise<void>((resolve) => (release = resolve));
    class Orders {
      @RedisListTrigger({ connection: redisName, key: 'orders', count: 2 })
      async onOrder(message: RedisMessageModel): Promise<void> {
        if (message.message === 'slow') await slow;
        received.add(message.message);
      }
    }
    await redis.client.rpush('orders', 'slow', ...Array.from({ length: 20 }, (_, index) => `${index}`));
    await redis.startRuntime([Orders]);
    expect(await received.until(20)).to.not.include('slow');
    release();
    expect(await received.until(21)).to.include('slow');
  });

  it('never runs more than `concurrency` at once, and pops no more than it can run', async () => {
    let running = 0;
    let most = 0;
    let reach = (): void => undefined;
    const reached = new Promise<void>((resolve) => (reach = resolve));
    const received = new Recorder<number>();
    class Orders {
      @RedisListTrigger({ connection: redisName, key: 'orders', count: 10, concurrency: 3 })
      async onOrder(): Promise<void> {
        most = Math.max(most, ++running);
        if (running === 3) reach();
        await reached;
        received.add((await redis.client.llen('orders')) + running);
        running--;
      }
    }
    await redis.client.rpush('orders', ...Array.from({ length: 30 }, (_, index) => `${index}`));
    await redis.startRuntime([Orders]);
    const stillKnown = await received.until(30);
    expect(most).to.equal(3);
    // Popped and not running would be missing from this sum.
    stillKnown.forEach((sum, handled) => expect(sum).to.be.at.least(30 - handled - 3));
  });

  it('gives a batch what one pop returned', async () => {
    const received = new Recorder<string[]>();
    class Orders {
      @RedisListTrigger({ connection: redisName, key: 'orders', count: 10, batch: true })
      onOrders(messages: RedisMessageModel[]): void {
        received.add(messages.map(({ message }) => message));
      }
    }
    const texts = Array.from({ length: 25 }, (_, index) => `${index}`);
    await redis.client.rpush('orders', ...texts);
    await redis.startRuntime([Orders]);
    const batches = await received.until(3);
    expect(batches.map(({ length }) => length)).to.deep.equal([10, 10, 5]);
    expect(batches.flat()).to.deep.equal(texts);
  });

  it('shares a list among several runtimes: each element is handled once', async () => {
    const received = new Recorder<string>();
    class Orders {
      @RedisListTrigger({ connection: redisName, key: 'orders', count: 3 })
      async onOrder(message: RedisMessageModel): Promise<void> {
        await Promise.resolve();
        received.add(message.message);
      }
    }
    for (let index = 0; index < 3; index++) await redis.startRuntime([Orders]);
    const texts = Array.from({ length: 100 }, (_, index) => `${index}`);
    for (const text of texts) await redis.client.rpush('orders', text);
    expect([...(await received.until(100))].sort()).to.deep.equal([...texts].sort());
    await expectSettled(redis.client, 'orders', received, 100);
  });

  it('tries again as `retry` says, and tells the handler which attempt it is', async () => {
    const attempts = new Recorder<number>();
    const retry = { strategy: 'fixedDelay', maxRetryCount: 2, delayIntervalInMs: 1 } as const;
    class Orders {
      @RedisListTrigger({ connection: redisName, key: 'orders', retry })
      onOrder(_message: RedisMessageModel, context: InvocationContext): void {
        attempts.add(context.attempt);
        if (context.attempt < 3) throw new Error('not yet');
      }
    }
    await redis.startRuntime([Orders]);
    await redis.client.rpush('orders', 'a');
    expect(await attempts.until(3)).to.deep.equal([1, 2, 3]);
    expect(await redis.client.exists('{orders}:dead-letter:Orders.onOrder')).to.equal(0);
  });

  it('puts an element whose handler failed into the dead letters, with the reason', async () => {
    const key = '{orders}:dead-letter:Orders.onOrder';
    const bytes = Buffer.from([0, 255, 10]);
    class Orders {
      @RedisListTrigger({ connection: redisName, key: 'orders' })
      onOrder(): void {
        throw new TypeError('no such product');
      }
    }
    await redis.startRuntime([Orders]);
    await redis.client.rpush('orders', bytes);
    const [, fields] = await signalled(
      'deadLettered',
      async () => (await redis.client.xrangeBuffer(key, '-', '+'))[0],
    );
    const record = Object.fromEntries(pairs(fields));
    expect(record.body).to.deep.equal(bytes);
    expect(String(record.reason)).to.equal('handler-failed');
    expect(String(record.source)).to.equal('orders');
    expect(String(record.functionId)).to.equal('Orders.onOrder');
    expect(String(record.errorName)).to.equal('TypeError');
    expect(String(record.errorMessage)).to.equal('no such product');
    expect(String(record.errorStack)).to.include('list-trigger.spec');
    expect(String(record.attempts)).to.equal('1');
    expect(new Date(String(record.failedAt)).getTime()).to.be.closeTo(Date.now(), 60_000);
  });
});

function pairs(flat: readonly Buffer[]): [string, Buffer][] {
  return flat.flatMap((name, index) => (index % 2 === 0 ? [[name.toString(), flat[index + 1]!]] : []));
}
