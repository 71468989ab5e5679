import { expect } from 'chai';
import { IsString } from 'class-validator';
import { Cluster, Redis } from 'ioredis';
import { z } from 'zod';
import { createRuntime } from '../../lib/create-runtime.js';
import { InvocationContext } from '../../lib/messages/invocation-context.js';
import type { Middleware } from '../../lib/messages/middleware.js';
import { RedisMessageModel } from '../../lib/messages/redis-message-model.js';
import { Context } from '../../lib/triggers/context.js';
import { Message } from '../../lib/triggers/message.js';
import { Payload } from '../../lib/triggers/payload.js';
import { RedisInput } from '../../lib/triggers/redis-input.js';
import { RedisListTrigger } from '../../lib/triggers/redis-list-trigger.js';
import { RedisPubSubTrigger } from '../../lib/triggers/redis-pubsub-trigger.js';
import { RedisStreamTrigger } from '../../lib/triggers/redis-stream-trigger.js';
import { invoke } from '../../lib/testing/kit/invoke.js';
import { aclRulesOf } from '../../lib/cli/acl/acl-rules.js';
import { describeOne } from '../support/describe-classes.js';
import { ownPort } from '../support/own-port.js';
import { Recorder } from '../support/recorder.js';
import { redisServerVersion } from '../support/redis-binary.js';
import { RedisCluster } from '../support/redis-cluster.js';
import { rejectionOf } from '../support/rejection-of.js';
import { describeOnRedis, redisName } from '../support/test-redis.js';

const connection = redisName;
const order = z.object({ userId: z.number() });
type Order = z.infer<typeof order>;

class User {
  @IsString()
  name!: string;
}

interface Anything {
  readonly a: number;
}

describeOnRedis('@RedisInput', (redis) => {
  it('reads what the message names, as the type of the parameter', async () => {
    const calls = new Recorder<readonly unknown[]>();
    class Shop {
      @RedisListTrigger({ connection, key: 'orders', payload: order })
      onOrder(
        @Payload() { userId }: Order,
        @RedisInput({ command: 'GET name:{userId}', type: String }) name: string | undefined,
        @RedisInput({ connection, command: 'LLEN {Key}' }) waiting: number,
        @RedisInput({ command: 'GET number' }) big: bigint,
        @RedisInput({ command: 'EXISTS number' }) exists: boolean,
        @RedisInput({ command: 'GET bytes' }) bytes: Buffer,
        @RedisInput({ command: 'GET at' }) at: Date,
        @RedisInput({ command: 'GET json', type: Object }) json: Anything,
        @RedisInput({ command: 'HGET %hash% {userId}', type: User }) user: User,
        @RedisInput({ command: 'GET json', type: z.object({ a: z.number() }) }) parsed: { a: number },
        @RedisInput({ command: 'GET nothing', type: Number }) nothing?: number,
      ): void {
        calls.add([userId, name, waiting, big, exists, bytes, at, json, user, parsed, nothing]);
      }
    }
    await redis.client.mset({ 'name:5': 'Ada', number: '12345678901234567890', json: '{"a":1}' });
    await redis.client.set('bytes', Buffer.from([0xff, 0]));
    await redis.client.set('at', '2026-01-02T03:04:05.000Z');
    await redis.client.hset('users', '5', '{"name":"Ada"}');
    await redis.startRuntime([Shop], { settings: { hash: 'users' } });
    await redis.client.rpush('orders', '{"userId":5}');
    const user = Object.assign(new User(), { name: 'Ada' });
    expect((await calls.until(1))[0]).to.deep.equal([
      ...[5, 'Ada', 0, 12345678901234567890n, true, Buffer.from([0xff, 0])],
      ...[new Date('2026-01-02T03:04:05.000Z'), { a: 1 }, user, { a: 1 }, undefined],
    ]);
  });

  it('knows channels, ids and fields, which no payload can take the place of', async () => {
    const calls = new Recorder<readonly unknown[]>();
    class Names {
      @RedisPubSubTrigger({ connection, channel: 'news*' })
      onNews(
        _message: string,
        @RedisInput({ command: 'GET {SubscriptionChannel}:{Channel}:{Message}' }) value: string,
      ): void {
        calls.add(['news', value]);
      }

      @RedisListTrigger({ connection, key: 'list' })
      onElement(_message: string, @RedisInput({ command: 'GET {Key}:{other}' }) value: string): void {
        calls.add(['list', value]);
      }

      @RedisStreamTrigger({ connection, key: 'stream' })
      onEntry(
        _message: string,
        @RedisInput({ command: 'GET {Id}:{Values.Key}:{field}' }) value: string,
      ): void {
        calls.add(['stream', value]);
      }

      @RedisStreamTrigger({ connection, key: 'json', payloadField: 'body' })
      onJson(_message: string, @RedisInput({ command: 'GET {Key}:{user}' }) value: string): void {
        calls.add(['json', value]);
      }
    }
    await redis.client.mset({ 'news*:news1:hi': 'a', 'list:x': 'b', '1-1:own:f': 'c', 'json:7': 'd' });
    await redis.startRuntime([Names]);
    await redis.client.publish('news1', 'hi');
    await redis.client.rpush('list', '{"Key":"stolen","key":"stolen","other":"x"}');
    await redis.client.xadd('stream', '1-1', 'Key', 'own', 'field', 'f');
    await redis.client.xadd('json', '*', 'body', '{"user":7}');
    expect(await calls.until(4)).to.have.deep.members([
      ['news', 'a'],
      ['list', 'b'],
      ['stream', 'c'],
      ['json', 'd'],
    ]);
  });

  it('lets no message read settings or add arguments', async () => {
    const calls = new Recorder<unknown>();
    class Names {
      @RedisListTrigger({ connection, key: 'list' })
      onElement(_message: string, @RedisInput({ command: 'GET {Value}' }) value: string): void {
        calls.add(value);
      }
    }
    const values = ['%secret%', 'two words', '{Key}', 'a"b\r\nDEL x'];
    for (const value of values) await redis.client.set(value, `of ${value}`);
    await redis.startRuntime([Names], { settings: { secret: 'hunter2' } });
    await redis.client.rpush('list', ...values);
    expect(await calls.until(4)).to.have.members(values.map((value) => `of ${value}`));
  });

  it('gives a batch the value of each message, and undefined where there is none', async () => {
    const calls = new Recorder<unknown>();
    class Batches {
      @RedisListTrigger({ connection, key: 'list', batch: true })
      onElements(
        @Message(String) messages: string[],
        @RedisInput({ command: 'GET {Value}', type: Number }) values: (number | undefined)[],
      ): void {
        for (const [index, message] of messages.entries()) calls.add([message, values[index]]);
      }
    }
    await redis.client.set('a', '1');
    await redis.startRuntime([Batches]);
    await redis.client.rpush('list', 'a', 'b');
    expect(await calls.until(2)).to.deep.equal([
      ['a', 1],
      ['b', undefined],
    ]);
  });

  it('fails the attempt where it cannot be read, before the method is called, and is read again by the next', async () => {
    const calls = new Recorder<readonly unknown[]>();
    class Counts {
      @RedisListTrigger({
        connection,
        key: 'list',
        retry: { strategy: 'fixedDelay', maxRetryCount: 1, delayIntervalInMs: 1 },
      })
      onElement(
        _message: string,
        @RedisInput({ command: 'GET {Value}' }) count: number,
        @Context() { attempt }: InvocationContext,
      ): void {
        calls.add([count, attempt]);
      }
    }
    await redis.client.set('a', 'many');
    await redis.client.hset('h', 'a', '1');
    const failures = new Recorder<string>();
    // Around each attempt: before the second, the value is mended.
    const mending: Middleware = async ({ attempt }, next) => {
      if (attempt === 2) await redis.client.set('a', '3');
      return next();
    };
    const runtime = await redis.createRuntime([Counts], { middleware: [mending] });
    runtime.on('invocationRetried', ({ error }) => failures.add(`${error.code}: ${error.message}`));
    await runtime.start();
    await redis.client.rpush('list', 'a');
    expect(await calls.until(1)).to.deep.equal([[3, 2]]);
    expect(failures.items[0]).to.match(
      /^INPUT_FAILED: .*what GET \{Value\} reads cannot be given to the method: the value is no number/,
    );
    await redis.client.rpush('list', 'h');
    expect((await failures.until(2))[1]).to.include('WRONGTYPE');
  });

  it('is a problem at the start where it is wrong', async () => {
    class Wrong {
      @RedisListTrigger({ connection, key: 'list' })
      run(
        _message: string,
        @RedisInput({ command: 'DEL {Key}' }) _a: string,
        @RedisInput({ command: 'GET {Key' }) _b: string,
        @RedisInput({ command: 'GET %nothing%' }) _c: string,
        @RedisInput({ connection: 'nowhere', command: 'GET a' }) _d: string,
        @RedisInput({ command: '' }) _e: string,
        @RedisInput({ command: 'GET a' }) _g: string | undefined,
        @RedisInput({ command: 'GET a', typ: Number } as never) _f: string,
      ): void {
        // never runs
      }
    }
    const { problems } = await rejectionOf(redis.createRuntime([Wrong]));
    const texts = problems.map(({ place, what }) => `${place}: ${what}`).join('\n');
    for (const expected of [
      'Wrong.run: parameter 2 has @RedisInput, but DEL is not a command that reads one value',
      'parameter 3 has @RedisInput, but in {Key there is an opening brace without a closing one at character 1',
      'parameter 4 has @RedisInput, but no setting has the name %nothing%',
      'Wrong.run: the connection "nowhere" is neither',
      'parameter 6 has @RedisInput, but "command" is missing',
      'parameter 7 has @RedisInput, and a type that is not known at run time',
      'parameter 8 has @RedisInput, but typ is none of its options',
    ])
      expect(texts).to.include(expected);
    expect(problems).to.have.length(7);
  });
});

class Greeter {
  @RedisListTrigger({ connection: 'shop', key: 'list' })
  greet(message: string, @RedisInput({ command: 'GET name:{Value}' }) name?: string): string {
    greeted.add(`${message}: ${name}`);
    return `${message}: ${name}`;
  }
}
let greeted = new Recorder<string>();

describe('@RedisInput elsewhere', () => {
  beforeEach(() => (greeted = new Recorder<string>()));

  it('reads from an embedded Redis', async () => {
    const port = await ownPort();
    await using runtime = await createRuntime({
      handlers: [Greeter],
      connections: { shop: `embedded:${port}` },
      logger: false,
    });
    await runtime.start();
    const client = new Redis(port, '127.0.0.1');
    await client.set('name:a', 'Ada');
    await client.rpush('list', 'a');
    expect(await greeted.until(1)).to.deep.equal(['a: Ada']);
    client.disconnect();
  });

  (redisServerVersion ? it : it.skip)('reads from the master of each key of a cluster', async function () {
    this.timeout(180_000);
    const cluster = await RedisCluster.start();
    try {
      const connections = { shop: { cluster: cluster.endpoints } };
      await using runtime = await createRuntime({ handlers: [Greeter], connections, logger: false });
      await runtime.start();
      const values = ['a', 'b', 'c', 'd', 'e', 'f'];
      const client = new Cluster(cluster.endpoints);
      for (const value of values) await client.set(`name:${value}`, value.toUpperCase());
      await client.rpush('list', ...values);
      const expected = values.map((value) => `${value}: ${value.toUpperCase()}`);
      expect(await greeted.until(6)).to.have.members(expected);
      client.disconnect();
    } finally {
      await cluster.stop();
    }
  });

  it('gets from the testing kit what a test says', async () => {
    const message = new RedisMessageModel('list', 'a');
    expect(await invoke(Greeter, 'greet', message, { inputs: { 'GET name:a': 'Ada' } })).to.equal('a: Ada');
    expect(await invoke(Greeter, 'greet', message)).to.equal('a: undefined');
  });

  it('needs the rights to read what it names', () => {
    class Reader {
      @RedisListTrigger({ connection: 'shop', key: 'list' })
      read(
        _message: string,
        @RedisInput({ command: 'GET user:{Value}:[x]' }) _a: string,
        @RedisInput({ command: 'DBSIZE' }) _b: number,
        @RedisInput({ command: 'SINTERCARD 2 a{Value} b LIMIT 1' }) _c: number,
      ): void {
        // never runs
      }
    }
    expect(aclRulesOf(describeOne(Reader))).to.include.members([
      ...['~user:*:\\[x\\]', '+get', '+dbsize', '~a*', '~b', '+sintercard'],
    ]);
    expect(aclRulesOf(describeOne(Reader))).to.not.include('~LIMIT');
  });
});
