import { expect } from 'chai';
import type { Redis } from 'ioredis';
import { once } from 'node:events';
import { inject, injectable, injectAll, container as globalContainer, Lifecycle, singleton } from 'tsyringe';
import { RedisMessageModel } from '../../../lib/messages/redis-message-model.js';
import { FakeRedis } from '../../../lib/testing/fake/fake-redis.js';
import { createTestRuntime } from '../../../lib/testing/kit/create-test-runtime.js';
import { Inject } from '../../../lib/triggers/inject.js';
import { RedisListTrigger } from '../../../lib/triggers/redis-list-trigger.js';
import { RedisPubSubTrigger } from '../../../lib/triggers/redis-pubsub-trigger.js';
import { redisServerVersion } from '../../support/redis-binary.js';
import { messageOf } from './message-of.js';

class Plain {
  @RedisListTrigger({ connection: 'redis', key: 'plain' })
  onElement(message: RedisMessageModel): string {
    return message.message;
  }
}

describe('the start of a test runtime', () => {
  it('fails with what the functions need, and leaves no connection', async () => {
    @injectable()
    class Unresolvable {
      constructor(@inject('nothing') readonly nothing: unknown) {}

      @RedisListTrigger({ connection: 'redis', key: 'orders' })
      onOrder(): void {
        throw new Error('never');
      }
    }
    await using fake = new FakeRedis();
    const message = await messageOf(createTestRuntime({ handlers: [Plain, Unresolvable], redis: fake }));
    expect(message).to.include('Unresolvable.onOrder').and.include('nothing is registered under "nothing"');
    expect(await connectionsOf(fake)).to.equal(1);
  });

  it('is given up where Redis does not let it in, and says why without any secret', async () => {
    await using fake = new FakeRedis({ password: 'right' });
    const { host, port } = await fake.listen(0);
    const redis = `${host}:${port},password=wrong-secret`;
    const message = await messageOf(createTestRuntime({ handlers: [Plain], redis, timeoutInMs: 3_000 }));
    expect(message).to.match(/^not started after 3000 ms: Plain.onElement cannot reach Redis \(.*\)/);
    expect(message).to.include('WRONGPASS').and.not.include('wrong-secret');
    expect(await connectionsOf(fake, 'right')).to.equal(1);
  });

  it('takes every form of connection string, the password too', async () => {
    await using fake = new FakeRedis({ password: 'p=q' });
    const { host, port } = await fake.listen(0);
    for (const redis of [`redis://:p%3Dq@${host}:${port}/0`, `${host}:${port},password=p=q`]) {
      await using test = await createTestRuntime({ handlers: [Plain], redis });
      await test.push('plain', 'a');
      expect(await test.invoked('Plain.onElement', 1)).to.have.length(1);
    }
  });

  it('shows nothing of the passwords in literal connections', async () => {
    class Literal {
      @RedisListTrigger({ connection: 'redis://:top-secret@redis.example:6379', key: '%ordersKey%' })
      onOrder(message: RedisMessageModel): void {
        throw new Error(`no ${message.trigger}`);
      }
    }
    const logged: unknown[] = [];
    const log = (...args: unknown[]): void => void logged.push(args);
    const logger = { debug: log, info: log, warn: log, error: log, child: () => logger };
    await using test = await createTestRuntime({
      handlers: [Literal],
      redis: 'fake',
      settings: { ordersKey: 'orders:eu' },
      logger,
    });
    await test.push('orders:eu', 'a');
    const message = await messageOf(test.invoked('Literal.onOrder', 2));
    expect(message).to.include('Literal.onOrder ← orders:eu a (attempt 1, failed: no orders:eu)');
    const shown = JSON.stringify([logged, message, test.runtime.functions, test.runtime.health()]);
    expect(shown).to.include('redis.example').and.not.include('top-secret');
  });

  it('takes the virtual clock of a fake that is given, and needs one where virtual time is asked for', async () => {
    await using fake = new FakeRedis({ clock: 'virtual' });
    await using test = await createTestRuntime({ handlers: [Plain], redis: fake });
    expect(test.clock).to.equal(fake.clock);
    await using other = new FakeRedis();
    const refused = createTestRuntime({ handlers: [Plain], redis: other, clock: 'virtual' });
    expect(await messageOf(refused)).to.include("this FakeRedis has the system's");
  });
});

describe('the services of a test runtime', () => {
  const names = Symbol('names');

  @singleton()
  class Counter {
    count = 0;
  }

  class Services {
    @RedisListTrigger({ connection: 'redis', key: 'services', name: 'Services.list' })
    @RedisPubSubTrigger({ connection: 'redis', channel: 'services', name: 'Services.channel' })
    onMessage(
      _message: RedisMessageModel,
      counter: Counter,
      @Inject('text') text: string,
      @Inject(names) symbol: unknown,
    ): unknown[] {
      return [++counter.count, text, symbol];
    }
  }

  it('may be overridden by class, text and symbol, with any value; each trigger gets them', async () => {
    const overrides = [
      [Counter, { count: 10 }],
      ['text', ''],
      [names, undefined],
    ] as const;
    await using test = await createTestRuntime({ handlers: [Services], redis: 'fake', overrides });
    await test.push('services', 'a');
    await test.settled();
    await test.publish('services', 'b');
    const [list] = await test.invoked('Services.list', 1);
    const [channel] = await test.invoked('Services.channel', 1);
    expect(list?.result).to.deep.equal([11, '', undefined]);
    expect(channel?.result).to.deep.equal([12, '', undefined]);
  });

  it('are all of those registered under one token, though only one is a singleton', async () => {
    class First {}
    class Second {}
    @injectable()
    class All {
      constructor(@injectAll('rules') readonly rules: readonly unknown[]) {}

      @RedisListTrigger({ connection: 'redis', key: 'rules' })
      onElement(_message: RedisMessageModel): string[] {
        return this.rules.map((rule) =>
          typeof rule === 'string' ? rule : (rule as object).constructor.name,
        );
      }
    }
    const container = globalContainer.createChildContainer();
    container.register('rules', { useClass: First }, { lifecycle: Lifecycle.Singleton });
    container.register('rules', { useClass: Second });
    container.register('rules', { useValue: 'third' });
    container.register('rules', { useFactory: () => 'fourth' });
    await using test = await createTestRuntime({ handlers: [All], redis: 'fake', container });
    await test.push('rules', 'a');
    const [record] = await test.invoked('All.onElement', 1);
    expect(record?.result).to.deep.equal(['First', 'Second', 'third', 'fourth']);
  });

  it('are disposed at the stop, and Redis is closed though one of them fails to be', async () => {
    let disposed = 0;
    @singleton()
    class Pool {
      dispose(): void {
        disposed++;
        throw new Error('cannot be disposed');
      }
    }
    class Pooled {
      @RedisListTrigger({ connection: 'redis', key: 'pooled' })
      onElement(_message: RedisMessageModel, _pool: Pool): void {
        // It is there.
      }
    }
    const test = await createTestRuntime({ handlers: [Pooled], redis: 'fake' });
    const fake = test.fake as FakeRedis;
    expect(await messageOf(test.stop())).to.equal('cannot be disposed');
    expect(disposed).to.equal(1);
    expect(() => fake.createClient()).to.throw('closed');
  });
});

(redisServerVersion === undefined ? describe.skip : describe)('a real server that is lent again', () => {
  it('has the settings, and the lack of keys, of a new one', async () => {
    const settings = ['maxmemory-policy', 'notify-keyspace-events', 'requirepass'];
    const read = async (redis: Redis): Promise<unknown> =>
      Promise.all(settings.map((name) => redis.config('GET', name)));
    const first = await createTestRuntime({ handlers: [Plain], redis: 'real' });
    const before = await read(first.redis);
    await first.redis.config('SET', 'maxmemory-policy', 'allkeys-lru');
    await first.redis.config('SET', 'notify-keyspace-events', 'KEA');
    await first.redis.set('left', 'behind');
    const { port } = first.redis.options;
    await first.stop();
    await using second = await createTestRuntime({ handlers: [Plain], redis: 'real' });
    expect(second.redis.options.port).to.equal(port);
    expect(await read(second.redis)).to.deep.equal(before);
    expect(await second.redis.dbsize()).to.equal(0);
  });

  it('is not lent again where a test has shut it down', async () => {
    const first = await createTestRuntime({ handlers: [Plain], redis: 'real', shutdownTimeoutInMs: 100 });
    const { port } = first.redis.options;
    const closed = once(first.redis, 'close');
    void first.redis.shutdown('NOSAVE').catch(() => undefined);
    await closed;
    await first.stop();
    await using second = await createTestRuntime({ handlers: [Plain], redis: 'real' });
    expect(second.redis.options.port).to.not.equal(port);
  });
});

async function connectionsOf(fake: FakeRedis, password?: string): Promise<number> {
  const client = fake.createClient(password === undefined ? {} : { password });
  const list = (await client.client('LIST')) as string;
  return list.trim().split('\n').length;
}
