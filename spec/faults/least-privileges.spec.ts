import { expect } from 'chai';
import { Redis } from 'ioredis';
import { createRuntime } from '../../lib/create-runtime.js';
import type { RedisMessageModel } from '../../lib/messages/redis-message-model.js';
import type { Runtime } from '../../lib/runtime/runtime.js';
import { RedisListTrigger } from '../../lib/triggers/redis-list-trigger.js';
import { RedisPubSubTrigger } from '../../lib/triggers/redis-pubsub-trigger.js';
import type { PubSubTriggerOptions } from '../../lib/triggers/trigger-options.js';
import { RedisStreamTrigger } from '../../lib/triggers/redis-stream-trigger.js';
import { aclRules, hasChannelRules, optionalRules, rulesFor } from '../support/acl-rules.js';
import { infoFields } from '../support/ask-server.js';
import { classWith } from '../support/describe-classes.js';
import { eventually } from '../support/eventually.js';
import { popAsAnother } from '../support/lists-at-least-once.js';
import { Recorder } from '../support/recorder.js';
import { redisServerVersion } from '../support/redis-binary.js';
import { RedisServer } from '../support/redis-server.js';
import { signalled } from '../support/signalled.js';

/** For a success that comes late, and for the last process that leaves after another died. */
const seldom = ['+lrem', '+pexpire'];

const list = { connection: 'redis', name: 'acl', key: 'orders', pollingIntervalInMs: 200 };
const returning = { ...list, concurrency: 1, prefetch: 5 };
const stream = { connection: 'redis', name: 'acl', key: 'orders', pollingIntervalInMs: 200 };
const deduplicate = { by: ({ message }: RedisMessageModel) => message, forInMs: 60_000 };
const rateLimit = { messages: 1_000, perMs: 1_000, scope: 'fleet' };
const channel = { connection: 'redis', name: 'acl', channel: 'orders' };

/** A function, and what has to happen to it so that it does everything that its kind ever does. */
interface Case {
  readonly trigger: MethodDecorator;
  /** What is done to a function that does not run, such as to replay its dead letters. */
  readonly isIdle?: true;
  /** Whether Redis has what it takes only from 7.0 on. */
  readonly isNew?: true;
  /** What is in Redis before the start. */
  readonly prepare?: () => Promise<unknown>;
  readonly live: () => Promise<unknown>;
  /** Resolves when the stop is under way. */
  readonly afterStop?: () => Promise<unknown>;
}

(redisServerVersion === undefined ? describe.skip : describe)('With least privileges', function () {
  this.timeout(180_000);
  let server: RedisServer;
  let admin: Redis;
  let received: Recorder<string>;
  let open: () => void;
  let gate: Promise<void>;
  let runtime: Runtime | undefined;

  before(async () => {
    server = await RedisServer.start();
    admin = new Redis(server.port);
    await admin.config('SET', 'notify-keyspace-events', 'KEA');
  });
  beforeEach(() => {
    received = new Recorder();
    gate = new Promise((resolve) => (open = resolve));
  });
  afterEach(async () => {
    open();
    await runtime?.stop();
    await admin.flushall();
  });
  after(async () => {
    admin.disconnect();
    await server.stop();
  });

  async function runtimeAs(rules: readonly string[], trigger: MethodDecorator): Promise<Runtime> {
    const channels = hasChannelRules ? ['resetchannels'] : [];
    await admin.call('ACL', 'SETUSER', 'worker', 'reset', 'on', '>password', ...channels, ...rules);
    await admin.call('ACL', 'LOG', 'RESET');
    const redis = { host: '127.0.0.1', port: server.port, username: 'worker', password: 'password' };
    const made = await createRuntime({
      handlers: [classWith(trigger, handle)],
      connections: { redis },
      logger: false,
      shutdownTimeoutInMs: 5_000,
    });
    runtime = made;
    return made;
  }

  async function handle({ message }: RedisMessageModel): Promise<void> {
    received.add(message);
    if (message.includes('stuck')) await gate;
    if (message.includes('fail')) throw new Error('failed');
  }

  const listCase = (options: object, push: 'rpush' | 'lpush', popped: 'orders' | 'returns'): Case => ({
    trigger: RedisListTrigger({ ...returning, ...options }),
    live: async () => {
      await admin[push](popped, 'fail', 'stuck', 'x', 'y');
      await received.untilTrue((items) => items.includes('stuck'), 'the second element');
      await signalled('readAnswered', async () => (await admin.llen(popped)) === 0, 'all to be popped');
    },
    afterStop: async () => {
      await signalled(
        'settled',
        async () => (await admin.llen(popped)) === 2,
        'what waited to be given back',
      );
      expect(await admin.xlen(`{${popped}}:dead-letter:acl`)).to.equal(1);
    },
  });

  const streamCase = (options: object): Case => ({
    trigger: RedisStreamTrigger({ ...stream, claimIdleInMs: 1_000, maxDeliveryCount: 2, ...options }),
    prepare: async () => {
      await admin.xadd('orders', '*', 'n', 'of a process that died');
      await admin.xgroup('CREATE', 'orders', 'acl', '0');
      await admin.xreadgroup('GROUP', 'acl', 'dead', 'STREAMS', 'orders', '>');
      await admin.xadd('orders', '*', 'n', 'good');
      await admin.xadd('orders', '*', 'n', 'fail');
    },
    live: async () => {
      await received.until(4);
      await signalled(
        'deadLettered',
        async () => (await admin.xlen('{orders}:dead-letter:acl')) === 1,
        'the dead letter',
      );
      await signalled(
        'settled',
        async () => (await admin.xpending('orders', 'acl'))[0] === 0,
        'all acknowledgements',
      );
    },
    afterStop: () =>
      eventually(async () => {
        const consumers = (await admin.xinfo('CONSUMERS', 'orders', 'acl')) as unknown[];
        return consumers.length === 1;
      }, 'the consumer to leave'),
  });

  const channelCase = (options: Partial<PubSubTriggerOptions>, deadLetters: boolean): Case => ({
    trigger: RedisPubSubTrigger({ ...channel, ...options }),
    live: async () => {
      const name = options.channel ? 'orders:new' : 'orders';
      await admin.publish(name, 'good');
      await admin.publish(name, 'fail');
      await received.until(2);
      const written = async (): Promise<boolean> =>
        (await admin.xlen(`{${options.channel ?? name}}:dead-letter:acl`)) === 1;
      if (deadLetters) await signalled('deadLettered', written, 'the dead letter');
    },
  });

  /** Elements of a process that died are taken back; one that was with two that died is popped alone. */
  const reliableCase = (): Case => {
    const options = { delivery: 'atLeastOnce', claimIdleInMs: 600 } as const;
    const { trigger, live, afterStop } = listCase(options, 'rpush', 'orders');
    const die = async (...elements: string[]): Promise<void> => {
      await admin.lpush('orders', ...elements);
      await popAsAnother(admin, elements.length);
    };
    return {
      trigger,
      prepare: () => die('held', 'held too'),
      live: async () => {
        expect(await received.until(2)).to.have.members(['held', 'held too']);
        await die('held again');
        await received.until(3);
        await live();
      },
      ...(afterStop && { afterStop }),
    };
  };

  const deadLettersCase = (
    trigger: MethodDecorator,
    prepare: () => Promise<unknown>,
    came: number,
  ): Case => ({
    trigger,
    isIdle: true,
    prepare,
    live: async () => {
      const letters = runtime?.deadLetters('acl');
      expect(await letters?.count()).to.equal(came + 1);
      const [first] = (await letters?.list()) ?? [];
      expect(await letters?.remove(first ?? [])).to.equal(1);
      expect(await letters?.replay('all')).to.equal(came);
    },
  });

  /** Writes dead letters as a runtime does whose handler fails. */
  const failWith = async (trigger: MethodDecorator, publish: () => Promise<unknown>, count: number) => {
    const connections = { redis: `127.0.0.1:${server.port}` };
    const handler = classWith(trigger, () => Promise.reject(new Error('failed')));
    await using failing = await createRuntime({ handlers: [handler], connections, logger: false });
    await failing.start();
    await publish();
    const written = async (): Promise<boolean> => (await admin.xlen('{orders}:dead-letter:acl')) === count;
    await signalled('deadLettered', written, 'the dead letters');
  };

  /** The server does not know the scripts yet, so that their texts are sent as well. */
  const afresh = ({ prepare, ...rest }: Case): Case => ({
    ...rest,
    prepare: async () => {
      await admin.script('FLUSH');
      await prepare?.();
    },
  });

  const cases: Record<string, Case> = {
    'a list': listCase({}, 'rpush', 'orders'),
    'a list, `listPopFromBeginning: false`': listCase({ listPopFromBeginning: false }, 'lpush', 'orders'),
    'a list, `blocking: false`': listCase({ blocking: false }, 'rpush', 'orders'),
    'several lists (`orders returns`)': {
      ...listCase({ key: 'orders returns' }, 'rpush', 'returns'),
      prepare: () => admin.set('orders', 'not a list'),
    },
    'a stream': streamCase({}),
    "a stream, `startFrom: '$'`": {
      trigger: RedisStreamTrigger({ ...stream, startFrom: '$' }),
      prepare: () => admin.xadd('orders', '*', 'n', 'before'),
      live: async () => {
        await admin.xadd('orders', '*', 'n', 'after');
        expect(await received.until(1)).to.deep.equal(['{"n":"after"}']);
      },
    },
    'a stream, `deleteAfterProcess: true`': streamCase({ deleteAfterProcess: true }),
    'a channel': channelCase({}, false),
    'a channel, `deadLetter: true`': channelCase({ deadLetter: true }, true),
    'a pattern (`orders:*`)': channelCase({ channel: 'orders:*' }, false),
    'a pattern, `deadLetter: true`': channelCase({ channel: 'orders:*', deadLetter: true }, true),
    'a channel, `exclusive: true`': channelCase({ exclusive: true }, false),
    'a channel, `sharded: true`': {
      trigger: RedisPubSubTrigger({ ...channel, sharded: true }),
      isNew: true,
      live: async () => {
        await admin.call('SPUBLISH', 'orders', 'good');
        await received.until(1);
      },
    },
    "a list, `delivery: 'atLeastOnce'`": afresh(reliableCase()),
    'a list, `rateLimit` of the fleet': afresh(listCase({ rateLimit }, 'rpush', 'orders')),
    'a list, `deduplicate`': afresh(listCase({ deduplicate }, 'rpush', 'orders')),
    'a stream, `deduplicate`': afresh(streamCase({ deduplicate })),
    'a channel, `deduplicate`': afresh(channelCase({ deduplicate }, false)),
    'the dead letters of a list': afresh(
      deadLettersCase(
        RedisListTrigger(list),
        () => failWith(RedisListTrigger(list), () => admin.rpush('orders', '1', '2'), 2),
        1,
      ),
    ),
    'the dead letters of a stream': afresh(
      deadLettersCase(
        RedisStreamTrigger(stream),
        async () => {
          const add = async (): Promise<void> => {
            for (const n of ['removed', 'deleted', 'there']) await admin.xadd('orders', '*', 'n', n);
          };
          await failWith(RedisStreamTrigger({ ...stream, maxDeliveryCount: 1, concurrency: 1 }), add, 3);
          const [, deleted] = await admin.xrange('orders', '-', '+');
          await admin.xdel('orders', deleted?.[0] ?? '');
        },
        2,
      ),
    ),
    'the dead letters of a channel': afresh(
      deadLettersCase(
        RedisPubSubTrigger({ ...channel, deadLetter: true }),
        () =>
          failWith(
            RedisPubSubTrigger({ ...channel, deadLetter: true }),
            async () => {
              await admin.publish('orders', '1');
              await admin.publish('orders', '2');
            },
            2,
          ),
        1,
      ),
    ),
    'keyspace notifications': {
      trigger: RedisPubSubTrigger({ ...channel, channel: '__keyevent@0__:del' }),
      live: async () => {
        await admin.set('gone', '1');
        await admin.del('gone');
        expect(await received.until(1)).to.deep.equal(['gone']);
      },
    },
  };

  it('every rule of the page is for a case here', () => {
    expect(['every connection', ...Object.keys(cases)]).to.have.members([...aclRules.keys()]);
  });

  for (const [title, { trigger, isIdle, isNew, prepare, live, afterStop }] of Object.entries(cases)) {
    const isThere = !isNew || Number(redisServerVersion?.split('.')[0]) >= 7;
    (isThere ? it : it.skip)(
      `${title} does everything with the rules of the page, and needs them`,
      async () => {
        await prepare?.();
        const started = await runtimeAs(rulesFor(title), trigger);
        await admin.config('RESETSTAT');
        if (!isIdle) await started.start();
        await live();
        const stopped = started.stop();
        await afterStop?.();
        open();
        await stopped;
        expect(await denied(), 'denied').to.deep.equal([]);
        const allowed = (aclRules.get(title) ?? []).filter((rule) => rule.startsWith('+'));
        const called = await calledCommands();
        const unused = allowed.filter((rule) => !called.has(rule.slice(1)) && !seldom.includes(rule));
        // The case of `$` only needs to show what it adds to the rule of a stream.
        expect(title.includes('$') ? [] : unused, 'not needed').to.deep.equal([]);
      },
    );
  }

  it('several lists at least once take what the page adds to the rules of one', async () => {
    const trigger = RedisListTrigger({ ...list, key: 'orders returns', delivery: 'atLeastOnce' });
    const one = rulesFor("a list, `delivery: 'atLeastOnce'`");
    const added = ['~returns', '~{returns}:dead-letter:*', '~{returns}:held', '+hlen'];
    await admin.set('orders', 'not a list');
    const started = await runtimeAs([...one, ...added], trigger);
    await started.start();
    await admin.rpush('returns', 'good', 'fail');
    expect(await received.until(2)).to.deep.equal(['good', 'fail']);
    await signalled(
      'deadLettered',
      async () => (await admin.xlen('{returns}:dead-letter:acl')) === 1,
      'the dead letter',
    );
    await started.stop();
    expect(await denied()).to.deep.equal([]);
  });

  it('a list whose reads cannot be woken stops when its read is over, and gives nothing up', async () => {
    const trigger = RedisListTrigger({ ...list, pollingIntervalInMs: 1_500 });
    const started = await runtimeAs(rulesFor('a list'), trigger);
    await started.start();
    await admin.rpush('orders', 'first');
    await received.until(1);
    const begun = performance.now();
    await started.stop();
    expect(performance.now() - begun).to.be.below(10_000);
    await admin.rpush('orders', 'second');
    expect(await admin.llen('orders')).to.equal(1);
  });

  it('a list wakes its reads with the rules that can be left out', async () => {
    const optional = optionalRules.filter((rule) => rule.startsWith('+'));
    const started = await runtimeAs(
      [...rulesFor('a list'), ...optional],
      RedisListTrigger({ ...list, pollingIntervalInMs: 30_000 }),
    );
    await started.start();
    const begun = performance.now();
    await started.stop();
    expect(performance.now() - begun).to.be.below(3_500);
    expect(await denied()).to.deep.equal([]);
  });

  it('a list is popped one by one where INFO is refused', async () => {
    const rules = rulesFor('a list').filter((rule) => rule !== '+info' && rule !== '+blmpop');
    const started = await runtimeAs([...rules, '+blpop'], RedisListTrigger(list));
    await started.start();
    await admin.rpush('orders', 'first', 'second');
    expect(await received.until(2)).to.deep.equal(['first', 'second']);
  });

  /** What the user was refused, but for what can be left out. */
  async function denied(): Promise<string[]> {
    const log = (await admin.call('ACL', 'LOG')) as unknown[][];
    const objects = log.map((entry) => String(entry[entry.indexOf('object') + 1]));
    const optional = [...optionalRules.map((rule) => rule.slice(1)), 'client|setinfo'];
    // Before 7.0 the log names no subcommands.
    return objects.filter(
      (object) => !optional.some((rule) => rule === object || rule.startsWith(`${object}|`)),
    );
  }

  async function calledCommands(): Promise<ReadonlySet<string>> {
    const statistics = infoFields(await admin.info('commandstats'));
    const called = [...statistics].filter(([, figures]) => !figures.startsWith('calls=0,'));
    // Before 7.0 there are no figures for subcommands.
    const names = called.map(([name]) => name.replace('cmdstat_', ''));
    const hasSubcommands = names.some((name) => name.includes('|'));
    const rules = [...aclRules.values()].flat().map((rule) => rule.slice(1));
    const containers = rules.filter((rule) => names.includes(rule.split('|')[0] ?? ''));
    return new Set(hasSubcommands ? names : [...names, ...containers]);
  }
});
