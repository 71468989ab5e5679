import { expect } from 'chai';
import { injectable, Lifecycle, scoped, singleton } from 'tsyringe';
import type { Class } from '../../lib/metadata/class.js';
import { RedisListTrigger } from '../../lib/triggers/redis-list-trigger.js';
import { Recorder } from '../support/recorder.js';
import { RecordingLogger } from '../support/recording-logger.js';
import { describeOnRedis, redisName as connection } from '../support/test-redis.js';

describeOnRedis('what a handler keeps in its fields', (redis) => {
  /** What is logged of a class that gets three messages, one after the other. */
  async function warningsOf(handlers: Class, calls: Recorder<string>): Promise<string[]> {
    const logger = new RecordingLogger();
    const runtime = await redis.startRuntime([handlers], { logger });
    await redis.client.rpush('numbers', '1', '2', '3');
    await calls.until(3);
    await runtime.stop();
    return logger.lines.filter(({ level }) => level === 'warn').map(({ text }) => text);
  }

  it('is said to be lost where each message gets a new instance, once', async () => {
    const calls = new Recorder<string>();
    @injectable()
    class Orders {
      private count = 0;
      private readonly seen = new Set<string>();

      @RedisListTrigger({ connection, key: 'numbers', concurrency: 1 })
      onNumber(text: string): void {
        this.seen.add(text);
        calls.add(`${++this.count}`);
      }
    }
    expect(await warningsOf(Orders, calls)).to.deep.equal([
      'Orders.onNumber changes the field "count" of its Orders, and the next message gets a new Orders. What outlasts a message needs one instance: @singleton()',
    ]);
    expect(calls.items).to.deep.equal(['1', '1', '1']);
  });

  it('is said of collections, too', async () => {
    const calls = new Recorder<string>();
    class Orders {
      private readonly seen: string[] = [];

      @RedisListTrigger({ connection, key: 'numbers', concurrency: 1 })
      onNumber(text: string): void {
        calls.add(`${this.seen.push(text)}`);
      }
    }
    const [warning] = await warningsOf(Orders, calls);
    expect(warning).to.include('Orders.onNumber changes the field "seen"');
  });

  it('is no matter of a singleton, of one that is scoped on purpose, and of fields that stay', async () => {
    const calls = new Recorder<string>();
    @singleton()
    class One {
      private count = 0;

      @RedisListTrigger({ connection, key: 'numbers', concurrency: 1 })
      onNumber(): void {
        calls.add(`${++this.count}`);
      }
    }
    expect(await warningsOf(One, calls)).to.deep.equal([]);
    expect(calls.items).to.deep.equal(['1', '2', '3']);

    const scopedCalls = new Recorder<string>();
    @scoped(Lifecycle.ContainerScoped)
    class Scoped {
      private count = 0;

      @RedisListTrigger({ connection, key: 'numbers', concurrency: 1 })
      onNumber(): void {
        scopedCalls.add(`${++this.count}`);
      }
    }
    expect(await warningsOf(Scoped, scopedCalls)).to.deep.equal([]);

    const stayingCalls = new Recorder<string>();
    class Staying {
      private readonly limit = 5;
      private last = '';

      @RedisListTrigger({ connection, key: 'numbers', concurrency: 1 })
      onNumber(text: string): void {
        this.last = text;
        stayingCalls.add(`${this.last} of ${this.limit}`);
      }
    }
    expect(await warningsOf(Staying, stayingCalls)).to.deep.equal([]);
  });
});
