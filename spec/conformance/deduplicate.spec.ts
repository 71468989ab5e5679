import { expect } from 'chai';
import type { Redis } from 'ioredis';
import type { InvocationContext } from '../../lib/messages/invocation-context.js';
import type { TriggerKind } from '../../lib/messages/raw-message.js';
import type { RedisMessageModel } from '../../lib/messages/redis-message-model.js';
import { Drop } from '../../lib/messages/drop.js';
import { Reject } from '../../lib/messages/reject.js';
import { RetryLater } from '../../lib/messages/retry-later.js';
import type { FunctionHealth } from '../../lib/runtime/health/health.js';
import type { Runtime } from '../../lib/runtime/runtime.js';
import { claimHandling } from '../../lib/redis/commands/lua/claim-handling.js';
import { RedisListTrigger } from '../../lib/triggers/redis-list-trigger.js';
import { RedisPubSubTrigger } from '../../lib/triggers/redis-pubsub-trigger.js';
import { RedisStreamTrigger } from '../../lib/triggers/redis-stream-trigger.js';
import { classWith } from '../support/describe-classes.js';
import { eventually } from '../support/eventually.js';
import { Gate } from '../support/gate.js';
import { Recorder } from '../support/recorder.js';
import { signalled } from '../support/signalled.js';
import { describeOnRedis, redisName as connection } from '../support/test-redis.js';

/** Each message is a text such as `a1`: its id is the letter. */
type Handle = (text: string, context: InvocationContext) => unknown;

/** How a function of each kind is made, and how a message gets to it. */
interface Kind {
  readonly trigger: (options: object) => MethodDecorator;
  readonly send: (client: Redis, text: string) => Promise<unknown>;
}

const sourceOptions = { connection, name: 'run', key: 'source' };
const push = (client: Redis, text: string): Promise<unknown> => client.rpush('source', text);

const kinds: Readonly<Record<string, Kind>> = {
  'a channel': {
    trigger: (options) =>
      RedisPubSubTrigger({ connection, name: 'run', channel: 'source', deadLetter: true, ...options }),
    send: (client, text) => client.publish('source', text),
  },
  'a list': { trigger: (options) => RedisListTrigger({ ...sourceOptions, ...options }), send: push },
  'a list, at least once': {
    trigger: (options) => RedisListTrigger({ ...sourceOptions, delivery: 'atLeastOnce', ...options }),
    send: push,
  },
  'a stream': {
    trigger: (options) => RedisStreamTrigger({ ...sourceOptions, ...options }),
    send: (client, text) => client.xadd('source', '*', 'text', text),
  },
};

const deadLetters = '{source}:dead-letter:run';
const handledKey = (id: string): string => `{source}:handled:run:${id}`;

describeOnRedis('deduplicate', (redis) => {
  let handled: Recorder<string>;

  beforeEach(() => {
    handled = new Recorder();
  });

  for (const [title, { trigger, send }] of Object.entries(kinds)) {
    describe(`of ${title}`, () => {
      it('skips what was handled, and counts it', async () => {
        const runtime = await start(handled.add);
        await send(redis.client, 'a1');
        await handled.until(1);
        await becomes(runtime, { succeeded: 1, inFlight: 0 });
        for (const text of ['a2', 'b1', 'a3', 'b2']) await send(redis.client, text);
        await becomes(runtime, { succeeded: 2, duplicates: 3 });
        expect(handled.items).to.deep.equal(['a1', 'b1']);
        expect(runtime.health().functions.run).to.include({ failed: 0, dropped: 0, postponed: 0, lost: 0 });
        await signalled('settled', () => isSettled(redis.client), 'all to be settled');
        expect(await redis.client.exists(deadLetters)).to.equal(0);
      });

      it('skips what another process handled', async () => {
        const runtimes = [await start(handled.add), await start(handled.add)];
        const texts = Array.from({ length: 30 }, (_, index) => `${'abcdefghij'.charAt(index % 10)}${index}`);
        for (const text of texts) await send(redis.client, text);
        const sent = title === 'a channel' ? 60 : 30;
        const total = (name: 'succeeded' | 'duplicates'): number =>
          runtimes.reduce((sum, runtime) => sum + (runtime.health().functions.run?.[name] ?? 0), 0);
        await signalled(
          'healthChanged',
          () => total('succeeded') + total('duplicates') === sent,
          'all to be handled',
        );
        expect(handled.items.map((text) => text.charAt(0)).sort()).to.deep.equal(Array.from('abcdefghij'));
        expect(total('succeeded')).to.equal(10);
      });

      it('runs one of those that come at the same time', async () => {
        const gate = new Gate();
        const runtime = await start(async (text) => {
          handled.add(text);
          await gate.opened;
        });
        for (const text of ['a1', 'a2', 'a3']) await send(redis.client, text);
        await handled.until(1);
        await send(redis.client, 'b1');
        await handled.untilTrue((items) => items.includes('b1'));
        await becomes(runtime, { inFlight: 2 });
        gate.open();
        await becomes(runtime, { succeeded: 2, duplicates: 2 });
        expect(handled.items).to.have.length(2);
        expect(runtime.health().functions.run).to.include({ failed: 0, postponed: 0, lost: 0 });
      });

      it('runs another one where the first failed for good', async () => {
        const runtime = await start((text) => {
          handled.add(text);
          if (text === 'a1') throw new Reject('not this one');
        });
        for (const text of ['a1', 'a2', 'a3']) await send(redis.client, text);
        await becomes(runtime, { failed: 1, succeeded: 1, duplicates: 1 });
        expect(handled.items).to.have.length(2);
        expect(await redis.client.xlen(deadLetters)).to.equal(1);
      });

      it('runs a dead letter that is replayed', async () => {
        let isBroken = true;
        const runtime = await start((text) => {
          handled.add(text);
          if (isBroken) throw new Reject('not yet');
        });
        await send(redis.client, 'a1');
        await signalled(
          'deadLettered',
          async () => (await redis.client.xlen(deadLetters)) === 1,
          'the dead letter',
        );
        isBroken = false;
        expect(await runtime.deadLetters('run').replay('all')).to.equal(1);
        await becomes(runtime, { failed: 1, succeeded: 1, duplicates: 0 });
      });

      it('remembers what a handler dropped, and runs again what it wants later', async () => {
        const runtime = await start((text) => {
          handled.add(text);
          if (text === 'a1') throw new Drop('nothing to do');
          if (handled.items.length === 2) throw new RetryLater({ delayInMs: 10 });
        });
        await send(redis.client, 'a1');
        await becomes(runtime, { dropped: 1, inFlight: 0 });
        await send(redis.client, 'b1');
        await becomes(runtime, { succeeded: 1, inFlight: 0 });
        await send(redis.client, 'a2');
        await becomes(runtime, { duplicates: 1 });
        expect(handled.items).to.deep.equal(['a1', 'b1', 'b1']);
      });

      it('tries again in this process within one claim', async () => {
        const states: (string | null)[] = [];
        const retry = { strategy: 'fixedDelay', maxRetryCount: 2, delayIntervalInMs: 10 };
        const runtime = await start(
          async (text, { attempt }) => {
            handled.add(text);
            states.push(await redis.client.get(handledKey('a')));
            if (attempt < 3) throw new Error('not yet');
          },
          { retry },
        );
        await send(redis.client, 'a1');
        await becomes(runtime, { succeeded: 1, failed: 0 });
        expect(handled.items).to.deep.equal(['a1', 'a1', 'a1']);
        expect(new Set(states).size).to.equal(1);
        expect(states[0]).to.be.a('string').and.not.equal('done');
      });

      it('runs what a process had that died, when its claim is over', async () => {
        await claimAsStranger('a');
        const runtime = await start(handled.add);
        await send(redis.client, 'a1');
        await send(redis.client, 'b1');
        expect(await handled.until(1)).to.deep.equal(['b1']);
        await expireClaim('a');
        expect(await handled.until(2)).to.deep.equal(['b1', 'a1']);
        await becomes(runtime, { succeeded: 2, duplicates: 0, failed: 0, lost: 0 });
      });

      it('skips what a living process has, once that has handled it', async () => {
        await claimAsStranger('a');
        const runtime = await start(handled.add);
        await send(redis.client, 'a1');
        await send(redis.client, 'b1');
        await handled.until(1);
        await redis.client.set(handledKey('a'), 'done', 'PX', 60_000);
        await becomes(runtime, { succeeded: 1, duplicates: 1 });
        expect(handled.items).to.deep.equal(['b1']);
      });

      it('forgets an id after its time', async () => {
        const runtime = await start(handled.add, { deduplicate: { by: letterOf, forInMs: 300 } });
        await send(redis.client, 'a1');
        await becomes(runtime, { succeeded: 1, inFlight: 0 });
        await eventually(async () => (await redis.client.exists(handledKey('a'))) === 0, 'the id to go');
        await send(redis.client, 'a2');
        expect(await handled.until(2)).to.deep.equal(['a1', 'a2']);
      });

      it('neither runs nor loses a message while Redis cannot be asked, and says so', async () => {
        await redis.client.hset(handledKey('a'), 'not', 'ours');
        const runtime = await start(handled.add);
        await send(redis.client, 'a1');
        await signalled(
          'healthChanged',
          () => {
            const health = runtime.health().functions.run;
            return health?.state === 'recovering' && health.lastError?.message.includes('WRONGTYPE');
          },
          'the trouble',
        );
        await send(redis.client, 'b1');
        expect(await handled.until(1)).to.deep.equal(['b1']);
        await redis.client.del(handledKey('a'));
        expect(await handled.until(2)).to.deep.equal(['b1', 'a1']);
        await becomes(runtime, { state: 'listening', succeeded: 2, failed: 0, lost: 0 });
      });

      it('fails a message whose id is none, and no other', async () => {
        const ids: Readonly<Record<string, unknown>> = {
          u: undefined,
          n: Number.NaN,
          e: '',
          p: Promise.resolve('a'),
        };
        const by = (message: RedisMessageModel): never => {
          const letter = letterOf(message);
          if (letter === 't') throw new TypeError('no id');
          return (letter in ids ? ids[letter] : letter) as never;
        };
        const runtime = await start(handled.add, {
          deduplicate: { by, forInMs: 60_000 },
          ...(title === 'a stream' && { maxDeliveryCount: 1 }),
        });
        for (const text of ['u1', 'n1', 'e1', 'p1', 't1', 'a1']) await send(redis.client, text);
        await becomes(runtime, { failed: 5, succeeded: 1 });
        expect(handled.items).to.deep.equal(['a1']);
        await signalled(
          'deadLettered',
          async () => (await redis.client.xlen(deadLetters)) === 5,
          'the dead letters',
        );
        const letters = JSON.stringify(await redis.client.xrange(deadLetters, '-', '+'));
        expect(letters.split('DEDUPLICATION_ID_INVALID')).to.have.length.above(4);
        expect(letters).to.include('no id');
      });

      function start(handle: Handle, options: object = {}): Promise<Runtime> {
        const deduplicate = { by: letterOf, forInMs: 60_000 };
        const method = (model: RedisMessageModel, context: InvocationContext): unknown =>
          handle(textOf(model), context);
        return redis.startRuntime([classWith(trigger({ deduplicate, ...options }), method)]);
      }
    });
  }

  for (const kind of ['list', 'stream'] as const) {
    it(`keeps the order of orderBy, and skips what was handled (${kind})`, async () => {
      const deduplicate = {
        by: (message: RedisMessageModel) => textOf(message).slice(0, 2),
        forInMs: 60_000,
      };
      const options = { ...sourceOptions, deduplicate, orderBy: letterOf, concurrency: 4 };
      const trigger = kind === 'list' ? RedisListTrigger(options) : RedisStreamTrigger(options);
      const runtime = await redis.startRuntime([
        classWith(trigger, (model: RedisMessageModel) => handled.add(textOf(model))),
      ]);
      const texts = ['a1', 'b1', 'a1 again', 'a2', 'b2', 'b1 again', 'a3', 'a2 again'];
      for (const text of texts) await sendTo(kind, text);
      await becomes(runtime, { succeeded: 5, duplicates: 3 });
      expect(handled.items.filter((text) => text.startsWith('a'))).to.deep.equal(['a1', 'a2', 'a3']);
      expect(handled.items.filter((text) => text.startsWith('b'))).to.deep.equal(['b1', 'b2']);
    });

    it(`holds up the key of a message that waits for another process, and no other (${kind})`, async () => {
      const deduplicate = { by: textOf, forInMs: 60_000 };
      const options = { ...sourceOptions, deduplicate, orderBy: letterOf, concurrency: 2 };
      const trigger = kind === 'list' ? RedisListTrigger(options) : RedisStreamTrigger(options);
      await claimAsStranger('a1');
      await redis.startRuntime([
        classWith(trigger, (model: RedisMessageModel) => handled.add(textOf(model))),
      ]);
      for (const text of ['a1', 'a2', 'b1', 'b2']) await sendTo(kind, text);
      expect(await handled.until(2)).to.deep.equal(['b1', 'b2']);
      await expireClaim('a1');
      expect(await handled.until(4)).to.deep.equal(['b1', 'b2', 'a1', 'a2']);
    });
  }

  it('does not count it as a delivery that an entry waited for another process', async () => {
    await claimAsStranger('a');
    const counts = new Recorder<number>();
    const looks = new Recorder<string>();
    const by = (message: RedisMessageModel): string => {
      looks.add(textOf(message));
      return letterOf(message);
    };
    const options = { ...sourceOptions, maxDeliveryCount: 1, deduplicate: { by, forInMs: 60_000 } };
    const runtime = await redis.startRuntime([
      classWith(RedisStreamTrigger(options), (_: RedisMessageModel, { deliveryCount }: InvocationContext) =>
        counts.add(deliveryCount),
      ),
    ]);
    await sendTo('stream', 'a1');
    await looks.until(3);
    await expireClaim('a');
    expect(await counts.until(1)).to.deep.equal([1]);
    await becomes(runtime, { succeeded: 1, failed: 0, postponed: 0 });
  });

  it('delivers an entry again whose handler failed, to this process as well', async () => {
    const options = { ...sourceOptions, deduplicate: { by: letterOf, forInMs: 60_000 } };
    const runtime = await redis.startRuntime([
      classWith(
        RedisStreamTrigger(options),
        (model: RedisMessageModel, { deliveryCount }: InvocationContext) => {
          handled.add(`${textOf(model)} ${deliveryCount}`);
          if (deliveryCount === 1) throw new Error('not yet');
        },
      ),
    ]);
    await sendTo('stream', 'a1');
    expect(await handled.until(2)).to.deep.equal(['a1 1', 'a1 2']);
    await becomes(runtime, { failed: 1, succeeded: 1, duplicates: 0 });
  });

  it('goes on while the memory of Redis is full', async () => {
    for (const text of ['a1', 'b1', 'a2', 'b2']) await sendTo('list', text);
    await redis.client.config('SET', 'maxmemory', '1');
    try {
      const options = { ...sourceOptions, deduplicate: { by: letterOf, forInMs: 60_000 } };
      const runtime = await redis.startRuntime([
        classWith(RedisListTrigger(options), (model: RedisMessageModel) => handled.add(textOf(model))),
      ]);
      await becomes(runtime, { succeeded: 2, duplicates: 2, failed: 0 });
      expect([...handled.items].sort()).to.deep.equal(['a1', 'b1']);
    } finally {
      await redis.client.config('SET', 'maxmemory', '0');
    }
  });

  it('lets another process have at once what a stop cancelled', async () => {
    const options = { ...sourceOptions, deduplicate: { by: letterOf, forInMs: 60_000 } };
    const stuck = classWith(
      RedisListTrigger(options),
      (model: RedisMessageModel, { signal }: InvocationContext) => {
        handled.add(`first ${textOf(model)}`);
        return new Promise((_resolve, reject) =>
          signal.addEventListener('abort', () => reject(new Error('told to end'))),
        );
      },
    );
    const first = await redis.startRuntime([stuck], { shutdownTimeoutInMs: 500 });
    await sendTo('list', 'a1');
    await handled.until(1);
    await first.stop();
    expect(await redis.client.exists(handledKey('a'))).to.equal(0);
    await redis.startRuntime([
      classWith(RedisListTrigger(options), (model: RedisMessageModel) =>
        handled.add(`second ${textOf(model)}`),
      ),
    ]);
    expect(await handled.until(2)).to.deep.equal(['first a1', 'second a1']);
  });

  function sendTo(kind: Exclude<TriggerKind, 'pubsub'>, text: string): Promise<unknown> {
    return kind === 'list'
      ? redis.client.rpush('source', text)
      : redis.client.xadd('source', '*', 'text', text);
  }

  async function claimAsStranger(id: string): Promise<void> {
    await redis.client.eval(claimHandling.text, 1, handledKey(id), 'a stranger', 60_000);
  }

  /** As if the time of a claim that nobody renews were over. */
  async function expireClaim(id: string): Promise<void> {
    await redis.client.pexpire(handledKey(id), 1);
  }
});

/** Resolves when the health of the function has these members. */
async function becomes(runtime: Runtime, members: Partial<FunctionHealth>): Promise<void> {
  const isSo = (): boolean => {
    const health = runtime.health().functions.run;
    return Object.entries(members).every(([name, value]) => health?.[name as keyof FunctionHealth] === value);
  };
  await signalled('healthChanged', isSo, `the health ${JSON.stringify(members)}`);
}

/** Whether Redis holds nothing any more that waits to be handled. */
async function isSettled(client: Redis): Promise<boolean> {
  if ((await client.type('source')) === 'list') return (await client.llen('source')) === 0;
  if ((await client.type('source')) !== 'stream') return true;
  return (await client.xpending('source', 'run'))[0] === 0;
}

function textOf({ message }: RedisMessageModel): string {
  return message.startsWith('{') ? (JSON.parse(message) as { text: string }).text : message;
}

function letterOf(message: RedisMessageModel): string {
  return textOf(message).charAt(0);
}
