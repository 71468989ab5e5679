import { expect } from 'chai';
import { Redis } from 'ioredis';
import { rulesByPlace } from '../../lib/cli/acl/connection-rules.js';
import type { OutputUse } from '../../lib/cli/acl/sender-rules.js';
import { outputsOf } from '../../lib/cli/program/outputs-of.js';
import { delay } from '../../lib/delayed/delay.js';
import { createRuntime } from '../../lib/create-runtime.js';
import type { Problem } from '../../lib/errors/problem.js';
import { connectFleet } from '../../lib/fleet/connect-fleet.js';
import type { FunctionDescriptor } from '../../lib/functions/function-descriptor.js';
import { RedisMessageModel } from '../../lib/messages/redis-message-model.js';
import type { Class } from '../../lib/metadata/class.js';
import { findFunctions } from '../../lib/runtime/build/find-functions.js';
import type { Runtime } from '../../lib/runtime/runtime.js';
import { defineChannel } from '../../lib/triggers/define-channel.js';
import { defineList } from '../../lib/triggers/define-list.js';
import { defineStream } from '../../lib/triggers/define-stream.js';
import { RedisListTrigger } from '../../lib/triggers/redis-list-trigger.js';
import { RedisOutput, type ReturnedOutputs } from '../../lib/triggers/redis-output.js';
import { RedisPubSubTrigger } from '../../lib/triggers/redis-pubsub-trigger.js';
import { RedisStreamTrigger } from '../../lib/triggers/redis-stream-trigger.js';
import type {
  ListTriggerOptions,
  PubSubTriggerOptions,
  StreamTriggerOptions,
} from '../../lib/triggers/trigger-options.js';
import { deduplicate, rateLimit } from '../support/acl-triggers.js';
import { calledCommands, deniedCommands } from '../support/acl-worker.js';
import { classWith, describeClasses } from '../support/describe-classes.js';
import { popAsAnother } from '../support/lists-at-least-once.js';
import { Recorder } from '../support/recorder.js';
import { redisServerVersion } from '../support/redis-binary.js';
import { RedisServer } from '../support/redis-server.js';
import { senderOf } from '../support/sender-of.js';
import { signalled } from '../support/signalled.js';

const isNew = Number(redisServerVersion?.split('.')[0] ?? 0) >= 7;

const known = { connection: 'redis', name: 'acl' };
const polling = { ...known, pollingIntervalInMs: 200 };
const orderBy = ({ message }: RedisMessageModel): string => message;
const twoKeys = { key: ['orders', '{shop}:returns'] };
const redelivered = { claimIdleInMs: 1_000, maxDeliveryCount: 2 };

/** Options that are not in docs/security.md by themselves, one function each, and where its messages are sent. */
const lists: Readonly<Record<string, ListTriggerOptions>> = {
  'a list whose key has a space, of which elements wait for each other': {
    ...polling,
    key: ['new orders'],
    orderBy,
  },
  'two lists in batches, from the right': {
    ...polling,
    ...twoKeys,
    listPopFromBeginning: false,
    batch: true,
  },
  'two lists with a rate of the fleet and deduplication': { ...polling, ...twoKeys, rateLimit, deduplicate },
  'two lists that get what was delayed': { ...polling, ...twoKeys, delayed: true },
  'two lists that are not waited for': { ...polling, ...twoKeys, blocking: false },
  'two lists at least once, from the right': {
    ...polling,
    ...twoKeys,
    delivery: 'atLeastOnce',
    listPopFromBeginning: false,
    claimIdleInMs: 600,
  },
  'a list at least once, with everything': {
    ...polling,
    key: 'orders',
    delivery: 'atLeastOnce',
    claimIdleInMs: 600,
    orderBy,
    rateLimit,
    deduplicate,
    delayed: true,
  },
};

const streams: Readonly<Record<string, StreamTriggerOptions>> = {
  'two streams': { ...polling, ...twoKeys, ...redelivered },
  'two streams with a rate of the fleet': { ...polling, ...twoKeys, ...redelivered, rateLimit },
  'two streams with everything': {
    ...polling,
    ...twoKeys,
    ...redelivered,
    deduplicate,
    rateLimit,
    orderBy,
    deleteAfterProcess: true,
    delayed: true,
  },
  'a stream whose entries are deleted whoever has not read them, from its end on': {
    ...polling,
    key: 'orders',
    ...redelivered,
    deleteAfterProcess: 'always',
    startFrom: '$',
  },
};

const channels: Readonly<Record<string, PubSubTriggerOptions>> = {
  'an exclusive channel with everything': {
    ...known,
    channel: 'orders',
    exclusive: true,
    deadLetter: true,
    deduplicate,
  },
  'an exclusive pattern with everything': {
    ...known,
    channel: 'order[s]*',
    exclusive: true,
    deadLetter: true,
    deduplicate,
  },
  'a channel whose name looks like a pattern': {
    ...known,
    channel: 'orders*',
    pattern: false,
    deadLetter: true,
  },
  'a sharded channel with everything': {
    ...known,
    channel: 'orders',
    sharded: true,
    exclusive: true,
    deadLetter: true,
    deduplicate,
  },
};

const keysOf = ({ key }: { readonly key: string | readonly string[] }): readonly string[] =>
  typeof key === 'string' ? [key] : key;

/** What stands in braces before the keys of ours. */
const tagOf = (key: string): string => /\{(.*)\}/.exec(key)?.[1] ?? key;

(isNew ? describe : describe.skip)('With exactly the rights that generate acl prints', function () {
  this.timeout(180_000);
  let server: RedisServer;
  let admin: Redis;
  let received: Recorder<string>;
  let runtime: Runtime;

  before(async () => {
    server = await RedisServer.start();
    admin = new Redis(server.port);
  });
  beforeEach(() => {
    received = new Recorder();
  });
  afterEach(async () => {
    await runtime.stop();
    await admin.flushall();
    await admin.script('FLUSH');
  });
  after(async () => {
    admin.disconnect();
    await server.stop();
  });

  function handle(given: RedisMessageModel | readonly RedisMessageModel[]): void {
    const messages = [given].flat().map(({ message }) => message);
    messages.forEach(received.add);
    if (messages.some((message) => message.includes('fail'))) throw new Error('failed');
  }

  const userUrl = (user: string): string => `redis://${user}:secret@127.0.0.1:${server.port}`;

  /** A runtime whose user has the rules of these functions, and of the fleet, and no other. */
  async function start(triggers: readonly MethodDecorator[], fleetName?: string): Promise<readonly string[]> {
    const handlers = triggers.map((trigger) => classWith(trigger, handle));
    const rules = rulesFor(handlers, fleetName);
    await admin.call('ACL', 'SETUSER', 'worker', 'reset', 'on', '>secret', 'resetchannels', ...rules);
    await admin.call('ACL', 'LOG', 'RESET');
    await admin.config('RESETSTAT');
    runtime = await createRuntime({
      handlers,
      connections: { redis: userUrl('worker') },
      logger: false,
      shutdownTimeoutInMs: 5_000,
      ...(fleetName !== undefined && { fleet: { name: fleetName } }),
    });
    await runtime.start();
    return rules;
  }

  function rulesFor(handlers: readonly Class[], fleetName?: string): string[] {
    const { functions } = describeClasses(handlers);
    const use = { functions, target: {}, ...(fleetName !== undefined && { fleetName }) };
    return [...new Set(rulesByPlace(use).flatMap(({ rules }) => rules))];
  }

  const lettersAre = (count: number, ...keys: string[]): Promise<unknown> =>
    signalled(
      'deadLettered',
      async () => {
        const lengths = await Promise.all(keys.map((key) => admin.xlen(`{${key}}:dead-letter:acl`)));
        return lengths.every((length) => length === count);
      },
      'the dead letters',
    );

  const nothingWasDenied = async (): Promise<void> => {
    await runtime.stop();
    expect(await deniedCommands(admin), 'denied').to.deep.equal([]);
  };

  for (const [title, options] of Object.entries(lists)) {
    it(`${title} does its work`, async () => {
      const isReliable = options.delivery === 'atLeastOnce';
      const keys = keysOf(options);
      for (const key of keys) {
        await admin.rpush(key, `held of ${key}`);
        if (isReliable)
          await popAsAnother(admin, 1, {
            list: key,
            end: options.listPopFromBeginning === false ? 'right' : 'left',
          });
      }
      await start([RedisListTrigger(options)]);
      for (const key of keys) await admin.rpush(key, `of ${key}`, `fail of ${key}`);
      for (const key of options.delayed ? keys : []) {
        await delay(senderOf(admin), key, { inMs: 20 }, [
          { kind: 'list', end: 'right', body: `later ${key}` },
        ]);
        await received.untilTrue((items) => items.includes(`later ${key}`), 'what was delayed');
      }
      const wanted = keys.flatMap((key) => [`held of ${key}`, `of ${key}`, `fail of ${key}`]);
      await received.untilTrue((items) => wanted.every((each) => items.includes(each)), 'all elements');
      await signalled(
        'deadLettered',
        async () => {
          const lengths = await Promise.all(keys.map((key) => admin.xlen(`{${tagOf(key)}}:dead-letter:acl`)));
          return lengths.every((length) => length > 0);
        },
        'the dead letters',
      );
      await nothingWasDenied();
    });
  }

  for (const [title, options] of Object.entries(streams)) {
    it(`${title} does its work`, async () => {
      const keys = keysOf(options);
      const isFromStart = options.startFrom !== '$';
      for (const key of isFromStart ? keys : []) {
        await admin.xadd(key, '*', 'n', `of a dead process, ${key}`);
        await admin.xgroup('CREATE', key, 'acl', '0');
        await admin.xreadgroup('GROUP', 'acl', 'dead', 'STREAMS', key, '>');
      }
      await start([RedisStreamTrigger(options)]);
      for (const key of keys) {
        await admin.xadd(key, '*', 'n', `good ${key}`);
        await admin.xadd(key, '*', 'n', `fail ${key}`);
        if (!options.delayed) continue;
        const content = { kind: 'stream', fields: ['n', `later ${key}`] } as const;
        await delay(senderOf(admin), key, { inMs: 20 }, [content]);
        await received.untilTrue((items) => items.some((item) => item.includes(`later ${key}`)));
      }
      await received.until(keys.length * (isFromStart ? 4 : 3));
      await lettersAre(1, ...keys.map(tagOf));
      await signalled(
        'settled',
        async () => {
          const pending = await Promise.all(keys.map(async (key) => (await admin.xpending(key, 'acl'))[0]));
          return pending.every((count) => count === 0);
        },
        'all acknowledgements',
      );
      await nothingWasDenied();
    });
  }

  for (const [title, options] of Object.entries(channels)) {
    it(`${title} does its work`, async () => {
      await start([RedisPubSubTrigger(options)]);
      const publish = options.sharded ? 'SPUBLISH' : 'PUBLISH';
      const to = options.channel.replace('[s]', 's');
      await admin.call(publish, to, 'good');
      await admin.call(publish, to, 'fail');
      await received.until(2);
      await lettersAre(1, options.channel);
      await nothingWasDenied();
    });
  }

  it('keyspace notifications are switched on', async () => {
    await admin.config('SET', 'notify-keyspace-events', '');
    const channel = '__keyevent@0__:del';
    await start([RedisPubSubTrigger({ ...known, channel, configureKeyspaceNotifications: true })]);
    await admin.set('gone', '1');
    await admin.del('gone');
    expect(await received.until(1)).to.deep.equal(['gone']);
    await nothingWasDenied();
  });

  it('functions of all kinds on one connection share a user, also where only one needs scripts', async () => {
    const list = { ...polling, name: 'list', key: 'orders', concurrency: 1, prefetch: 5 };
    const stream = { ...polling, ...redelivered, name: 'stream', key: 'payments' };
    await start([
      RedisListTrigger(list),
      RedisStreamTrigger(stream),
      RedisPubSubTrigger({ ...known, name: 'channel', channel: 'news', exclusive: true }),
    ]);
    await admin.rpush('orders', 'a', 'fail');
    await admin.xadd('payments', '*', 'n', 'fail');
    await admin.publish('news', 'hot');
    await received.until(5);
    await nothingWasDenied();
  });

  it('what a method returns is sent, on its own connection as on that of the function, with each rule needed', async () => {
    const receipts = defineStream('receipts', { connection: 'billing' });
    const outputs = {
      receipts: { to: receipts, maxLength: 10 },
      mails: defineList('mails', { connection: 'redis' }),
      news: { to: defineChannel('news:*', { connection: 'redis' }), channel: 'news:shop' },
    };
    class Shop {
      @RedisListTrigger({ ...polling, key: 'orders' })
      @RedisOutput(outputs)
      onOrder({ message }: RedisMessageModel): ReturnedOutputs<typeof outputs> {
        return { receipts: { of: message }, mails: message, news: message };
      }
    }
    const handlers = [Shop];
    const connections = { redis: userUrl('redis'), billing: userUrl('billing') };
    const problems: Problem[] = [];
    const found = await findFunctions({ handlers, connections }, problems);
    const sent = outputsOf(found.functions, found, problems);
    expect(problems).to.deep.equal([]);
    const sentOn = (name: string): OutputUse[] => sent.filter(({ target }) => target.name === name);
    const rulesOf = (functions: readonly FunctionDescriptor[], name: string): string[] =>
      rulesByPlace({ functions, outputs: sentOn(name), target: {} }).flatMap(({ rules }) => rules);
    const users = { redis: rulesOf(found.functions, 'redis'), billing: rulesOf([], 'billing') };
    expect(users.billing).to.deep.equal(['+ping', '+info', '~receipts', '+xadd']);
    for (const [name, rules] of Object.entries(users))
      await admin.call('ACL', 'SETUSER', name, 'reset', 'on', '>secret', 'resetchannels', ...rules);
    await admin.call('ACL', 'LOG', 'RESET');
    runtime = await createRuntime({ handlers, connections, logger: false });
    const heard = new Redis(server.port);
    await heard.subscribe('news:shop');
    heard.on('message', (_channel, message) => received.add(message));
    await runtime.start();
    await admin.rpush('orders', 'tea');
    expect(await received.until(1)).to.deep.equal(['tea']);
    heard.disconnect();
    const [[, fields] = []] = await admin.xrange('receipts', '-', '+');
    expect(fields).to.deep.equal(['of', 'tea']);
    expect(await admin.lrange('mails', 0, -1)).to.deep.equal(['tea']);
    await nothingWasDenied();
    const outputRules = ['~receipts', '~mails', '&news:shop', '+xadd', '+rpush', '+publish'];
    expect([...users.redis, ...users.billing]).to.include.members(outputRules);
  });

  it('a function is paused and resumed, and the fleet is told, with each rule needed', async () => {
    const rules = await start([RedisListTrigger({ ...polling, key: 'orders' })], 'shop');
    await using fleet = await connectFleet({ connection: server.url, name: 'shop' });
    await admin.rpush('orders', 'one');
    await received.until(1);
    await runtime.pause('acl');
    await runtime.resume('acl');
    await fleet.pause('acl');
    const isPaused = (): boolean => runtime.health().functions.acl?.state === 'paused';
    await signalled('healthChanged', isPaused, 'the pause of the fleet');
    await fleet.resume('acl');
    await signalled('healthChanged', () => !isPaused(), 'its end');
    await nothingWasDenied();
    const called = await calledCommands(admin);
    const commands = rules.filter((rule) => rule.startsWith('+')).map((rule) => rule.slice(1));
    const seldom = ['xadd', 'ltrim', 'lpush'];
    expect(commands.filter((each) => !called.has(each) && !seldom.includes(each))).to.deep.equal([]);
  });
});
