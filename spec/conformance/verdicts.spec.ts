import { expect } from 'chai';
import type { Redis } from 'ioredis';
import { Drop } from '../../lib/messages/drop.js';
import { InvocationContext } from '../../lib/messages/invocation-context.js';
import { RedisMessageModel } from '../../lib/messages/redis-message-model.js';
import { Reject } from '../../lib/messages/reject.js';
import { RetryLater } from '../../lib/messages/retry-later.js';
import type { TriggerKind } from '../../lib/messages/raw-message.js';
import type { Runtime } from '../../lib/runtime/runtime.js';
import { RedisListTrigger } from '../../lib/triggers/redis-list-trigger.js';
import { RedisPubSubTrigger } from '../../lib/triggers/redis-pubsub-trigger.js';
import { RedisStreamTrigger } from '../../lib/triggers/redis-stream-trigger.js';
import { Recorder } from '../support/recorder.js';
import { RecordingLogger } from '../support/recording-logger.js';
import { signalled } from '../support/signalled.js';
import { describeOnRedis, redisName } from '../support/test-redis.js';

type Handle = (text: string, context: InvocationContext) => unknown;

const name = 'orders';
const id = 'Orders.onOrder';
const deadLetters = `{${name}}:dead-letter:${id}`;
const kinds = ['pubsub', 'list', 'stream'] as const;

const triggers: { readonly [Kind in TriggerKind]: (options: object) => MethodDecorator } = {
  pubsub: (options) =>
    RedisPubSubTrigger({ connection: redisName, channel: name, deadLetter: true, ...options }),
  list: (options) => RedisListTrigger({ connection: redisName, key: name, ...options }),
  stream: (options) => RedisStreamTrigger({ connection: redisName, key: name, ...options }),
};

const senders: { readonly [Kind in TriggerKind]: (client: Redis, text: string) => Promise<unknown> } = {
  pubsub: (client, text) => client.publish(name, text),
  list: (client, text) => client.rpush(name, text),
  stream: (client, text) => client.xadd(name, '*', 'text', text),
};

/** A handler class that gives each message's text to `handle`. */
function handlerOf(kind: TriggerKind, handle: Handle, options: object = {}) {
  const trigger = triggers[kind];
  class Orders {
    @trigger(options)
    async onOrder(model: RedisMessageModel, context: InvocationContext): Promise<void> {
      const fields = kind === 'stream' ? (JSON.parse(model.message) as { text: string }) : undefined;
      await handle(fields?.text ?? model.message, context);
    }
  }
  return Orders;
}

/** Whether nothing of a stream is pending; of the others nothing ever is. */
async function isAcknowledged(client: Redis, kind: TriggerKind): Promise<boolean> {
  if (kind !== 'stream') return true;
  return (await client.xpending(name, id, '-', '+', 100)).length === 0;
}

const retry = { strategy: 'fixedDelay', maxRetryCount: 3, delayIntervalInMs: 1 };

describeOnRedis('A handler', (redis) => {
  for (const kind of kinds) {
    describe(`of a ${kind} trigger`, () => {
      it('drops a message with Drop: it is done with, and counted', async () => {
        const attempts = new Recorder<string>();
        const logger = new RecordingLogger();
        const handler = handlerOf(
          kind,
          (text) => {
            attempts.add(text);
            if (text === 'test') throw new Drop('a test order');
          },
          { retry },
        );
        const runtime = await redis.startRuntime([handler], { logger });
        await senders[kind](redis.client, 'test');
        await senders[kind](redis.client, 'real');
        const health = () => runtime.health().functions[id];
        await signalled(
          'healthChanged',
          () => health()?.dropped === 1 && health()?.succeeded === 1,
          'both to be counted',
        );
        await signalled('settled', () => isAcknowledged(redis.client, kind), 'the acknowledgements');
        expect(health()).to.include({ failed: 0, lost: 0 }).and.not.to.have.property('lastError');
        expect([...attempts.items].sort()).to.deep.equal(['real', 'test']);
        expect(await redis.client.exists(deadLetters)).to.equal(0);
        expect(logger.lines.filter(({ level }) => level === 'warn' || level === 'error')).to.deep.equal([]);
      });

      it('rejects a message with Reject: a dead letter at once', async () => {
        const attempts = new Recorder<string>();
        const handler = handlerOf(
          kind,
          (text) => {
            attempts.add(text);
            throw new Reject('unknown customer');
          },
          { retry },
        );
        const runtime = await redis.startRuntime([handler]);
        await senders[kind](redis.client, 'a');
        const [, fields] = await signalled(
          'deadLettered',
          async () => (await redis.client.xrange(deadLetters, '-', '+'))[0],
        );
        const line = fields.join(' ');
        expect(line).to.include('reason rejected errorName Reject errorMessage unknown customer errorStack');
        expect(line).to.include('attempts 1 ');
        // Recorded and acknowledged in one transaction.
        expect(await isAcknowledged(redis.client, kind)).to.equal(true);
        expect(attempts.items).to.deep.equal(['a']);
        expect(runtime.health().functions[id]).to.include({ failed: 1, dropped: 0 });
      });

      it('postpones a message with RetryLater: delivered again after the delay, which is no failure', async () => {
        const deliveries = new Recorder<{ at: number; attempt: number; deliveryCount: number }>();
        const logger = new RecordingLogger();
        const handler = handlerOf(
          kind,
          (_text, { attempt, deliveryCount }) => {
            deliveries.add({ at: performance.now(), attempt, deliveryCount });
            if (deliveries.items.length < 4) throw new RetryLater({ delayInMs: 120 });
          },
          { retry, ...(kind === 'stream' && { maxDeliveryCount: 2 }) },
        );
        const runtime = await redis.startRuntime([handler], { logger });
        await senders[kind](redis.client, 'a');
        const seen = await deliveries.until(4);
        for (const index of [1, 2, 3]) {
          expect(seen[index]!.at - seen[index - 1]!.at).to.be.at.least(118);
        }
        expect(seen.map(({ attempt, deliveryCount }) => [attempt, deliveryCount])).to.deep.equal(
          Array.from({ length: 4 }, () => [1, 1]),
        );
        await signalled(
          'healthChanged',
          () => runtime.health().functions[id]?.succeeded === 1,
          'the success',
        );
        await signalled('settled', () => isAcknowledged(redis.client, kind), 'the acknowledgement');
        expect(runtime.health().functions[id]).to.include({ postponed: 3, failed: 0, lost: 0 });
        expect(await redis.client.exists(deadLetters)).to.equal(0);
        expect(logger.lines.filter(({ level }) => level === 'warn' || level === 'error')).to.deep.equal([]);
      });

      it('handles others meanwhile: what waits has no place among the invocations', async () => {
        const handled = new Recorder<string>();
        const handler = handlerOf(
          kind,
          (text) => {
            handled.add(text);
            if (text === 'later') throw new RetryLater({ delayInMs: 60_000 });
          },
          { concurrency: 1, ...(kind !== 'pubsub' && { prefetch: 0 }) },
        );
        const runtime = await redis.startRuntime([handler]);
        await senders[kind](redis.client, 'later');
        await senders[kind](redis.client, 'a');
        await senders[kind](redis.client, 'b');
        expect(await handled.until(3)).to.deep.equal(['later', 'a', 'b']);
        await signalled(
          'healthChanged',
          () => runtime.health().functions[id]?.inFlight === 0,
          'nothing to run',
        );
      });

      it('is ended by timeLimitInMs: the attempt fails, is tried again, and is a dead letter at last', async () => {
        const signals = new Recorder<AbortSignal>();
        const handler = handlerOf(
          kind,
          (_text, { signal }) => {
            signals.add(signal);
            return new Promise(() => undefined);
          },
          {
            timeLimitInMs: 50,
            retry: { ...retry, maxRetryCount: 1 },
            ...(kind === 'stream' && { maxDeliveryCount: 1 }),
          },
        );
        const runtime = await redis.startRuntime([handler]);
        await senders[kind](redis.client, 'a');
        const [, fields] = await signalled(
          'deadLettered',
          async () => (await redis.client.xrange(deadLetters, '-', '+'))[0],
        );
        const line = fields.join(' ');
        expect(line)
          .to.include('reason timed-out')
          .and.include('HANDLER_TIMED_OUT')
          .and.include('attempts 2 ');
        expect(signals.items.map(({ aborted }) => aborted)).to.deep.equal([true, true]);
        expect(signals.items[0]?.reason).to.have.property('code', 'HANDLER_TIMED_OUT');
        await signalled(
          'healthChanged',
          () => runtime.health().functions[id]?.inFlight === 0,
          'nothing to be in flight',
        );
        expect(runtime.health().functions[id]).to.include({ failed: 1, abandoned: 2 });
      });
    });
  }

  it('may postpone a batch, which comes again', async () => {
    const batches = new Recorder<number>();
    const times = new Recorder<number>();
    class Orders {
      @RedisListTrigger({ connection: redisName, key: name, batch: true })
      onOrder(messages: unknown[]): void {
        batches.add(messages.length);
        times.add(performance.now());
        if (batches.items.length === 1) throw new RetryLater({ delayInMs: 100 });
      }
    }
    await redis.client.rpush(name, 'a', 'b', 'c');
    await redis.startRuntime([Orders]);
    expect(await batches.until(2)).to.deep.equal([3, 3]);
    expect(times.items[1]! - times.items[0]!).to.be.at.least(98);
  });

  it('may postpone a batch of entries: each comes again', async () => {
    const entries = new Recorder<number>();
    let isFirst = true;
    class Orders {
      @RedisStreamTrigger({ connection: redisName, key: name, batch: true, maxDeliveryCount: 1 })
      onOrder(messages: unknown[], context: InvocationContext): void {
        if (isFirst) {
          isFirst = false;
          throw new RetryLater({ delayInMs: 50 });
        }
        messages.forEach(() => entries.add(context.deliveryCount));
      }
    }
    for (const text of ['a', 'b', 'c']) await senders.stream(redis.client, text);
    await redis.startRuntime([Orders]);
    expect(await entries.until(3)).to.deep.equal([1, 1, 1]);
    await signalled('settled', () => isAcknowledged(redis.client, 'stream'), 'the acknowledgements');
  });
});

describeOnRedis('A rejected entry', (redis) => {
  it('whose dead letter cannot be recorded stays pending until it is, and does not run again', async () => {
    const deliveries = new Recorder<number>();
    const handler = handlerOf(
      'stream',
      (_text, { deliveryCount }) => {
        deliveries.add(deliveryCount);
        throw new Reject('unknown customer');
      },
      { claimIdleInMs: 100, maxDeliveryCount: 1_000 },
    );
    await senders.stream(redis.client, 'a');
    await redis.client.acl('SETUSER', 'default', '-xadd');
    try {
      const runtime = await redis.startRuntime([handler]);
      await deliveries.until(1);
      const states = (): unknown[] => Object.values(runtime.health().functions).map(({ state }) => state);
      await signalled('healthChanged', () => states().includes('recovering'), 'health to say so');
      expect(await isAcknowledged(redis.client, 'stream')).to.equal(false);
    } finally {
      await redis.client.acl('SETUSER', 'default', '+xadd');
    }
    const letters = await signalled('deadLettered', async () => {
      const found = await redis.client.xrange(deadLetters, '-', '+');
      return found.length > 0 && found;
    });
    expect(letters[0]?.[1].join(' ')).to.include('reason rejected');
    expect(await isAcknowledged(redis.client, 'stream')).to.equal(true);
    expect(deliveries.items).to.deep.equal([1]);
  });
});

describeOnRedis('What was postponed', (redis) => {
  const postpone = (postponed: Recorder<string>) => (text: string) => {
    postponed.add(text);
    if (text !== 'last') throw new RetryLater({ delayInMs: 60_000 });
  };

  it('goes back to its list at a stop, where it came from and in order', async () => {
    for (const listPopFromBeginning of [true, false]) {
      const postponed = new Recorder<string>();
      const handler = handlerOf('list', postpone(postponed), { listPopFromBeginning, concurrency: 1 });
      const sent = listPopFromBeginning ? ['a', 'b', 'c', 'last'] : ['last', 'c', 'b', 'a'];
      await redis.client.rpush(name, ...sent);
      const runtime = await redis.startRuntime([handler]);
      await postponed.until(4);
      await runtime.stop();
      const left = sent.filter((text) => text !== 'last');
      expect(await redis.client.lrange(name, 0, -1)).to.deep.equal(left);
      await redis.client.del(name);
    }
  });

  it('is left to others at a stop, at once and without a delivery counted', async () => {
    const postponed = new Recorder<string>();
    const runtime = await redis.startRuntime([handlerOf('stream', postpone(postponed))]);
    await senders.stream(redis.client, 'a');
    await postponed.until(1);
    await runtime.stop();
    const counts = new Recorder<number>();
    await redis.startRuntime([handlerOf('stream', (_text, { deliveryCount }) => counts.add(deliveryCount))]);
    expect(await counts.until(1)).to.deep.equal([1]);
  });

  it('is handled at once at a stop, where Redis has no second copy of it', async () => {
    const handled = new Recorder<string>();
    const handler = handlerOf('pubsub', (text) => {
      handled.add(text);
      if (handled.items.length === 1) throw new RetryLater({ delayInMs: 60_000 });
    });
    const runtime = await redis.startRuntime([handler]);
    await senders.pubsub(redis.client, 'a');
    await whenPostponed(runtime);
    await runtime.stop();
    expect(handled.items).to.deep.equal(['a', 'a']);
    expect(runtime.health().functions[id]).to.include({ succeeded: 1, lost: 0 });
  });

  it('is a dead letter where it is postponed again during the stop', async () => {
    const handled = new Recorder<string>();
    const runtime = await redis.startRuntime([handlerOf('pubsub', postpone(handled))]);
    await senders.pubsub(redis.client, 'a');
    await handled.until(1);
    await runtime.stop();
    expect(runtime.health().functions[id]).to.include({ postponed: 2, lost: 0 });
    const [[, fields] = []] = await redis.client.xrange(deadLetters, '-', '+');
    expect(fields?.join(' ')).to.include('reason stopped').and.include('body a');
  });

  it('is lost and counted where there are no dead letters', async () => {
    const handled = new Recorder<string>();
    const runtime = await redis.startRuntime([handlerOf('pubsub', postpone(handled), { deadLetter: false })]);
    await senders.pubsub(redis.client, 'a');
    await whenPostponed(runtime);
    await runtime.stop();
    expect(handled.items).to.deep.equal(['a', 'a']);
    expect(runtime.health().functions[id]).to.include({ postponed: 2, lost: 1 });
  });

  it('is held by its process while it waits for longer than claimIdleInMs', async () => {
    const postponed = new Recorder<string>();
    const elsewhere = new Recorder<string>();
    const options = { claimIdleInMs: 500, maxDeliveryCount: 2 };
    const first = await redis.startRuntime([
      handlerOf(
        'stream',
        (text) => {
          postponed.add(text);
          if (postponed.items.length === 1) throw new RetryLater({ delayInMs: 1_200 });
        },
        options,
      ),
    ]);
    await senders.stream(redis.client, 'a');
    await postponed.until(1);
    await redis.startRuntime([handlerOf('stream', elsewhere.add, options)]);
    await postponed.until(2);
    await signalled('settled', () => isAcknowledged(redis.client, 'stream'), 'the acknowledgement');
    expect(elsewhere.items).to.deep.equal([]);
    expect(first.health().functions[id]).to.include({ succeeded: 1, postponed: 1 });
  });
});

/** Resolves when the first message waits to be handled again. */
async function whenPostponed(runtime: Runtime): Promise<void> {
  const isPostponed = (): boolean => {
    const { postponed, inFlight } = runtime.health().functions[id] ?? {};
    return postponed === 1 && inFlight === 0;
  };
  await signalled('healthChanged', isPostponed, 'it to be postponed');
}
