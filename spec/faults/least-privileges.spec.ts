import { expect } from 'chai';
import { Redis } from 'ioredis';
import { delay } from '../../lib/delayed/delay.js';
import type { DelayedContent } from '../../lib/redis/commands/lua/delayed-content.js';
import { createRuntime } from '../../lib/create-runtime.js';
import { createSender } from '../../lib/create-sender.js';
import type { RedisMessageModel } from '../../lib/messages/redis-message-model.js';
import type { Runtime } from '../../lib/runtime/runtime.js';
import { RedisListTrigger } from '../../lib/triggers/redis-list-trigger.js';
import { RedisStreamTrigger } from '../../lib/triggers/redis-stream-trigger.js';
import { aclRules, hasChannelRules, optionalRules, rulesFor } from '../support/acl-rules.js';
import { aclSenders, aclTriggers, deadLetterTriggers } from '../support/acl-triggers.js';
import { calledCommands, deniedCommands } from '../support/acl-worker.js';
import { classWith } from '../support/describe-classes.js';
import { eventually } from '../support/eventually.js';
import { popAsAnother } from '../support/lists-at-least-once.js';
import { Recorder } from '../support/recorder.js';
import { redisServerVersion } from '../support/redis-binary.js';
import { RedisServer } from '../support/redis-server.js';
import { senderOf } from '../support/sender-of.js';
import { signalled } from '../support/signalled.js';

/** For a success that comes late, and for the last process that leaves after another died. */
const seldom = ['+lrem', '+pexpire'];

const list = { connection: 'redis', name: 'acl', key: 'orders', pollingIntervalInMs: 200 };
const stream = { connection: 'redis', name: 'acl', key: 'orders', pollingIntervalInMs: 200 };

/** A function, and what has to happen to it so that it does everything that its kind ever does. */
interface Case {
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

  const listCase = (push: 'rpush' | 'lpush', popped: 'orders' | 'returns'): Case => ({
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

  const streamCase = (): Case => ({
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

  const channelCase = (deadLetters: boolean, pattern?: string): Case => ({
    live: async () => {
      const name = pattern ? 'orders:new' : 'orders';
      await admin.publish(name, 'good');
      await admin.publish(name, 'fail');
      await received.until(2);
      const written = async (): Promise<boolean> =>
        (await admin.xlen(`{${pattern ?? name}}:dead-letter:acl`)) === 1;
      if (deadLetters) await signalled('deadLettered', written, 'the dead letter');
    },
  });

  /** Elements of a process that died are taken back; one that was with two that died is popped alone. */
  const reliableCase = (): Case => {
    const { live, afterStop } = listCase('rpush', 'orders');
    const die = async (...elements: string[]): Promise<void> => {
      await admin.lpush('orders', ...elements);
      await popAsAnother(admin, elements.length);
    };
    return {
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

  /** Beside what is delayed is something that nobody can read. */
  const delayedCase = ({ live, ...rest }: Case, as: 'list' | 'stream'): Case => ({
    ...rest,
    live: async () => {
      const content: DelayedContent =
        as === 'list'
          ? { kind: 'list', end: 'right', body: 'later' }
          : { kind: 'stream', fields: ['n', 'later'] };
      await admin.zadd('{orders}:delayed:orders', '1', 'rubbish');
      await delay(senderOf(admin), 'orders', { inMs: 20 }, [content]);
      const isLater = (item: string): boolean => item.includes('later');
      const items = await received.untilTrue((all) => all.some(isLater), 'what is delayed');
      items.splice(items.findIndex(isLater), 1);
      await live();
    },
  });

  const deadLettersCase = (prepare: () => Promise<unknown>, came: number): Case => ({
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

  const triggers: Readonly<Record<string, MethodDecorator>> = { ...aclTriggers, ...deadLetterTriggers };

  const cases: Record<keyof typeof aclTriggers | keyof typeof deadLetterTriggers, Case> = {
    'a list': listCase('rpush', 'orders'),
    'a list, `listPopFromBeginning: false`': listCase('lpush', 'orders'),
    'a list, `blocking: false`': listCase('rpush', 'orders'),
    'several lists (`orders returns`)': {
      ...listCase('rpush', 'returns'),
      prepare: () => admin.set('orders', 'not a list'),
    },
    'a stream': streamCase(),
    "a stream, `startFrom: '$'`": {
      prepare: () => admin.xadd('orders', '*', 'n', 'before'),
      live: async () => {
        await admin.xadd('orders', '*', 'n', 'after');
        expect(await received.until(1)).to.deep.equal(['{"n":"after"}']);
      },
    },
    'a stream, `deleteAfterProcess: true`': streamCase(),
    'a channel': channelCase(false),
    'a channel, `deadLetter: true`': channelCase(true),
    'a pattern (`orders:*`)': channelCase(false, 'orders:*'),
    'a pattern, `deadLetter: true`': channelCase(true, 'orders:*'),
    'a channel, `exclusive: true`': channelCase(false),
    'a channel, `sharded: true`': {
      isNew: true,
      live: async () => {
        await admin.call('SPUBLISH', 'orders', 'good');
        await received.until(1);
      },
    },
    "a list, `delivery: 'atLeastOnce'`": afresh(reliableCase()),
    'a list, `rateLimit` of the fleet': afresh(listCase('rpush', 'orders')),
    'a list, `delayed: true`': afresh(delayedCase(listCase('rpush', 'orders'), 'list')),
    'a stream, `delayed: true`': afresh(delayedCase(streamCase(), 'stream')),
    'a list, `deduplicate`': afresh(listCase('rpush', 'orders')),
    'a stream, `deduplicate`': afresh(streamCase()),
    'a channel, `deduplicate`': afresh(channelCase(false)),
    'the dead letters of a list': afresh(
      deadLettersCase(
        () =>
          failWith(
            deadLetterTriggers['the dead letters of a list'],
            () => admin.rpush('orders', '1', '2'),
            2,
          ),
        1,
      ),
    ),
    'the dead letters of a stream': afresh(
      deadLettersCase(async () => {
        const add = async (): Promise<void> => {
          for (const n of ['removed', 'deleted', 'there']) await admin.xadd('orders', '*', 'n', n);
        };
        await failWith(RedisStreamTrigger({ ...stream, maxDeliveryCount: 1, concurrency: 1 }), add, 3);
        const [, deleted] = await admin.xrange('orders', '-', '+');
        await admin.xdel('orders', deleted?.[0] ?? '');
      }, 2),
    ),
    'the dead letters of a channel': afresh(
      deadLettersCase(
        () =>
          failWith(
            deadLetterTriggers['the dead letters of a channel'],
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
      live: async () => {
        await admin.set('gone', '1');
        await admin.del('gone');
        expect(await received.until(1)).to.deep.equal(['gone']);
      },
    },
  };

  it('every rule of the page is for a case here', () => {
    expect(['every connection', ...Object.keys(cases), ...Object.keys(aclSenders)]).to.have.members([
      ...aclRules.keys(),
    ]);
  });

  for (const [title, { isIdle, isNew, prepare, live, afterStop }] of Object.entries(cases)) {
    const trigger = triggers[title] as MethodDecorator;
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
        expect(await deniedCommands(admin), 'denied').to.deep.equal([]);
        const allowed = (aclRules.get(title) ?? []).filter((rule) => rule.startsWith('+'));
        const called = await calledCommands(admin);
        const unused = allowed.filter((rule) => !called.has(rule.slice(1)) && !seldom.includes(rule));
        // The case of `$` only needs to show what it adds to the rule of a stream.
        expect(title.includes('$') ? [] : unused, 'not needed').to.deep.equal([]);
      },
    );
  }

  for (const [title, sender] of Object.entries(aclSenders)) {
    const isThere = !('isNew' in sender) || Number(redisServerVersion?.split('.')[0]) >= 7;
    (isThere ? it : it.skip)(`${title} sends with the rules of the page, and needs them`, async () => {
      await admin.script('FLUSH');
      const channels = hasChannelRules ? ['resetchannels'] : [];
      const rules = rulesFor(title);
      await admin.call('ACL', 'SETUSER', 'sender', 'reset', 'on', '>password', ...channels, ...rules);
      await admin.call('ACL', 'LOG', 'RESET');
      await admin.config('RESETSTAT');
      const redis = { host: '127.0.0.1', port: server.port, username: 'sender', password: 'password' };
      await using made = createSender({ connections: { redis } });
      await sender.send(made);
      expect(await deniedCommands(admin), 'denied').to.deep.equal([]);
      const called = await calledCommands(admin);
      const allowed = (aclRules.get(title) ?? []).filter((rule) => rule.startsWith('+'));
      expect(
        allowed.filter((rule) => !called.has(rule.slice(1))),
        'not needed',
      ).to.deep.equal([]);
    });
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
    expect(await deniedCommands(admin)).to.deep.equal([]);
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
    expect(await deniedCommands(admin)).to.deep.equal([]);
  });

  it('a list is popped one by one where INFO is refused', async () => {
    const rules = rulesFor('a list').filter((rule) => rule !== '+info' && rule !== '+blmpop');
    const started = await runtimeAs([...rules, '+blpop'], RedisListTrigger(list));
    await started.start();
    await admin.rpush('orders', 'first', 'second');
    expect(await received.until(2)).to.deep.equal(['first', 'second']);
  });
});
