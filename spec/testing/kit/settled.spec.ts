import { expect } from 'chai';
import type { Middleware } from '../../../lib/messages/middleware.js';
import { InvocationContext } from '../../../lib/messages/invocation-context.js';
import { RedisMessageModel } from '../../../lib/messages/redis-message-model.js';
import { StreamEntry } from '../../../lib/messages/stream-entry.js';
import type { Class } from '../../../lib/metadata/class.js';
import { FakeRedis } from '../../../lib/testing/fake/fake-redis.js';
import { createTestRuntime } from '../../../lib/testing/kit/create-test-runtime.js';
import type { TestRuntime } from '../../../lib/testing/kit/test-runtime.js';
import { Message } from '../../../lib/triggers/message.js';
import { RedisListTrigger } from '../../../lib/triggers/redis-list-trigger.js';
import { RedisPubSubTrigger } from '../../../lib/triggers/redis-pubsub-trigger.js';
import { RedisStreamTrigger } from '../../../lib/triggers/redis-stream-trigger.js';
import { redisServerVersion } from '../../support/redis-binary.js';
import { messageOf } from './message-of.js';

const connection = 'redis';
const seen: string[] = [];
const immediately = { strategy: 'fixedDelay', maxRetryCount: 2, delayIntervalInMs: 1 } as const;

class OneByOne {
  @RedisListTrigger({ connection, key: 'one', concurrency: 1 })
  async onElement(message: RedisMessageModel): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    seen.push(message.message);
  }
}

class Batches {
  @RedisListTrigger({ connection, key: 'elements', batch: true, count: 4 })
  onElements(messages: RedisMessageModel[]): void {
    seen.push(...messages.map(({ message }) => message));
  }

  @RedisStreamTrigger({ connection, key: 'entries', batch: true, count: 4 })
  onEntries(@Message(StreamEntry) entries: StreamEntry[]): void {
    seen.push(...entries.map(({ id }) => id));
  }
}

class Polled {
  @RedisListTrigger({ connection, key: 'polled', blocking: false, pollingIntervalInMs: 60_000 })
  onElement(message: RedisMessageModel): void {
    seen.push(message.message);
  }
}

class Entries {
  @RedisStreamTrigger({ connection, key: 'many', deleteAfterProcess: true })
  onEntry(entry: StreamEntry): void {
    seen.push(entry.id);
  }

  @RedisPubSubTrigger({ connection, channel: '__keyevent@0__:xdel' })
  onDelete(): void {
    seen.push('deleted');
  }
}

class Failing {
  @RedisListTrigger({ connection, key: 'failing', retry: immediately })
  onElement(message: RedisMessageModel): void {
    throw new Error(`no ${message.message}`);
  }

  @RedisStreamTrigger({ connection, key: '{failing}:dead-letter:Failing.onElement' })
  onDeadLetter(entry: StreamEntry): void {
    seen.push(entry.value('reason')?.toString() ?? '');
  }
}

class News {
  @RedisPubSubTrigger({ connection, channel: 'news' })
  onNews(message: RedisMessageModel): void {
    seen.push(message.message);
  }
}

class Relay {
  @RedisListTrigger({ connection, key: 'relay' })
  onElement(_message: RedisMessageModel): void {
    seen.push('relayed');
  }
}

const choices: readonly string[] = redisServerVersion === undefined ? ['fake'] : ['fake', 'real'];

for (const redis of choices) {
  describe(`settled() (${redis})`, () => {
    beforeEach(() => seen.splice(0));

    const startTest = (...handlers: Class[]): Promise<TestRuntime> => createTestRuntime({ handlers, redis });

    it('waits for all elements of a function that takes one at a time', async () => {
      await using test = await startTest(OneByOne);
      const elements = Array.from({ length: 50 }, (_, index) => `${index}`);
      await test.push('one', ...elements);
      await test.settled();
      expect(seen).to.deep.equal(elements);
    });

    it('waits for all batches', async () => {
      await using test = await startTest(Batches);
      await test.push('elements', ...Array.from({ length: 30 }, (_, index) => `${index}`));
      for (let index = 0; index < 30; index++) await test.add('entries', { index });
      await test.settled();
      expect(seen).to.have.length(60);
    });

    it('does not wait for the polling interval', async () => {
      await using test = await startTest(Polled);
      await test.push('polled', 'a');
      await test.settled();
      expect(seen).to.deep.equal(['a']);
    });

    it('waits for the acknowledgements of many entries, and for what they set off', async () => {
      await using test = await startTest(Entries);
      const adding = test.redis.pipeline();
      for (let index = 0; index < 300; index++) adding.xadd('many', '*', 'index', `${index}`);
      await adding.exec();
      await test.settled();
      expect(test.invocations('Entries.onEntry')).to.have.length(300);
      expect(await test.redis.xlen('many')).to.equal(0);
      expect(await test.redis.xpending('many', 'Entries.onEntry')).to.deep.equal([0, null, null, null]);
      expect(seen).to.include('deleted');
    });

    it('waits for retries, for the dead letter, and for who listens to it', async () => {
      await using test = await startTest(Failing);
      await test.push('failing', 'a', 'b');
      await test.settled();
      const attempts = test.invocations('Failing.onElement').map(({ attempt }) => attempt);
      expect(attempts.sort()).to.deep.equal([1, 1, 2, 2, 3, 3]);
      expect(seen).to.deep.equal(['handler-failed', 'handler-failed']);
    });

    it('waits for what a middleware sends after the handler', async () => {
      const started: TestRuntime[] = [];
      const passOn: Middleware = async ({ functionId }, next) => {
        await next();
        for (let turn = 0; turn < 20; turn++) await started[0]?.redis.ping();
        if (functionId === 'News.onNews') await started[0]?.push('relay', 'a');
      };
      const test = await createTestRuntime({ handlers: [News, Relay], redis, middleware: [passOn] });
      started.push(test);
      try {
        await test.publish('news', 'a');
        await test.attempted('News.onNews', 1);
        await test.settled();
        expect(seen).to.deep.equal(['a', 'relayed']);
      } finally {
        await test.stop();
      }
    });

    it('can be waited for again and again, and by several at once', async () => {
      await using test = await startTest(OneByOne, News);
      for (const message of ['a', 'b', 'c']) {
        await test.push('one', message);
        await Promise.all([test.settled(), test.settled(), test.publish('news', message)]);
      }
      await test.settled();
      expect(seen).to.have.members(['a', 'a', 'b', 'b', 'c', 'c']);
    });

    it('is of one test runtime, and two do not meet', async () => {
      await using first = await startTest(OneByOne);
      await using second = await startTest(OneByOne);
      await first.push('one', 'a');
      await Promise.all([first.settled(), second.settled()]);
      expect([first.invocations().length, second.invocations().length]).to.deep.equal([1, 0]);
      expect(await second.redis.dbsize()).to.equal(0);
    });

    it('is refused after a stop', async () => {
      const test = await startTest(News);
      await Promise.all([test.stop(), test.stop()]);
      expect(await messageOf(test.settled())).to.include('the test runtime is stopped');
    });
  });
}

describe('settled() and faults', () => {
  beforeEach(() => seen.splice(0));

  it('waits until every function listens again after dropped connections', async () => {
    await using test = await createTestRuntime({ handlers: [OneByOne, Batches, News], redis: 'fake' });
    test.fake?.faults.drop();
    await test.settled();
    await test.push('one', 'a');
    await test.add('entries', { a: 1 });
    await test.publish('news', 'b');
    await test.settled();
    expect(seen).to.include.members(['a', 'b']);
    expect(seen).to.have.length(3);
  });

  it('says which function cannot reach Redis, and why', async () => {
    await using test = await createTestRuntime({ handlers: [OneByOne, News], redis: 'fake' });
    const fault = test.fake?.faults.fail('*', 'NOPERM this user has no permissions to run it');
    test.fake?.faults.drop();
    const message = await messageOf(test.settled(300));
    fault?.remove();
    expect(message).to.include('OneByOne.onElement cannot reach Redis (');
    expect(message).to.include('News.onNews cannot reach Redis (');
  });

  it('rejects in time on a connection that never answers', async () => {
    await using test = await createTestRuntime({
      handlers: [OneByOne, News],
      redis: 'fake',
      shutdownTimeoutInMs: 50,
    });
    if (test.fake) test.fake.faults.halfOpen = true;
    expect(await messageOf(test.settled(50))).to.include('Redis does not answer');
  });

  it('sees the elements of two test runtimes on one fake, each those of its own functions', async () => {
    await using fake = new FakeRedis();
    await using lists = await createTestRuntime({ handlers: [OneByOne], redis: fake });
    await using news = await createTestRuntime({ handlers: [News], redis: fake });
    await lists.push('one', 'a');
    await lists.publish('news', 'b');
    await lists.settled();
    await news.settled();
    expect(seen).to.have.members(['a', 'b']);
  });
});

describe('attempted()', () => {
  it('says how many there were, where there are fewer', async () => {
    class Quick {
      @RedisListTrigger({ connection, key: 'quick' })
      onElement(_message: RedisMessageModel, context: InvocationContext): number {
        return context.attempt;
      }
    }
    await using test = await createTestRuntime({ handlers: [Quick], redis: 'fake', timeoutInMs: 100 });
    await test.push('quick', 'a');
    expect(await test.attempted('Quick.onElement', 1)).to.have.length(1);
    const message = await messageOf(test.attempted('Quick.onElement', 2));
    expect(message).to.include('Quick.onElement was not attempted 2 times in 100 ms. Arrived:\n');
    expect(await messageOf(test.attempted('Quick.other', 1))).to.include('the functions are Quick.onElement');
  });
});

describe('settled() and pauses', () => {
  it('is over when a paused function has nothing under way, whatever waits for it in Redis', async () => {
    let open: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => (open = resolve));
    class Slow {
      @RedisListTrigger({ connection, key: 'slow', concurrency: 1 })
      async onElement(): Promise<void> {
        await gate;
      }
    }
    await using test = await createTestRuntime({ handlers: [Slow] });
    await test.push('slow', 'a', 'b');
    await test.redis.ping();
    while (test.runtime.health().functions['Slow.onElement']?.inFlight !== 1) await test.redis.ping();
    const paused = test.runtime.pause('Slow.onElement');
    const settled = test.settled();
    open();
    await Promise.all([paused, settled]);
    expect(test.invocations()).to.have.length(1);
    expect(await test.redis.llen('slow')).to.equal(1);
    await test.runtime.resume('Slow.onElement');
    await test.invoked('Slow.onElement', 2);
  });
});
