import { expect } from 'chai';
import type { GapEvent } from '../../../lib/events/runtime-events.js';
import type { InvocationContext } from '../../../lib/messages/invocation-context.js';
import { RedisMessageModel } from '../../../lib/messages/redis-message-model.js';
import { Context } from '../../../lib/triggers/context.js';
import { Message } from '../../../lib/triggers/message.js';
import { RedisListTrigger } from '../../../lib/triggers/redis-list-trigger.js';
import { RedisPubSubTrigger } from '../../../lib/triggers/redis-pubsub-trigger.js';
import { RedisStreamTrigger } from '../../../lib/triggers/redis-stream-trigger.js';
import { classWith } from '../../support/describe-classes.js';
import { eventually } from '../../support/eventually.js';
import { Recorder } from '../../support/recorder.js';
import { signalled } from '../../support/signalled.js';
import { describeOnRedis, redisName as connection } from '../../support/test-redis.js';
import { keptKinds, publishedKinds } from './pausable-kinds.js';

const id = 'Handlers.run';

describeOnRedis('A pause', (redis) => {
  let begun: Recorder<string>;
  let open: () => void;
  let gate: Promise<void>;
  const work = async ({ message }: RedisMessageModel): Promise<void> => {
    begun.add(message);
    await gate;
  };

  beforeEach(() => {
    begun = new Recorder();
    gate = new Promise((resolve) => (open = resolve));
  });
  afterEach(() => open());

  for (const { name, decorator, send } of keptKinds) {
    it(`waits for what runs of ${name}, and gives back what waits`, async () => {
      const runtime = await redis.startRuntime([classWith(decorator({ concurrency: 1, prefetch: 5 }), work)]);
      for (const text of ['a', 'b', 'c']) await send(redis.client, text);
      await begun.until(1);
      await signalled('readAnswered', () => runtime.health().functions[id]!.waiting === 2, 'two to wait');
      let isOver = false;
      const paused = runtime.pause(id).then(() => (isOver = true));
      expect(runtime.health().functions[id]).to.include({ state: 'paused', inFlight: 1, live: true });
      expect(isOver).to.equal(false);
      open();
      await paused;
      expect(runtime.health().functions[id]).to.include({ inFlight: 0, waiting: 0 });
      expect(begun.items).to.have.length(1);
      expect((await runtime.scale(id, { maxAgeInMs: 0 })).remaining).to.equal(2);
      await runtime.resume(id);
      await begun.until(3);
      expect(new Set(begun.items).size).to.equal(3);
    });

    it(`of ${name} that is ended while a handler runs reads again when that has ended`, async () => {
      const runtime = await redis.startRuntime([classWith(decorator({ concurrency: 1 }), work)]);
      await send(redis.client, 'a');
      await begun.until(1);
      const paused = runtime.pause(id);
      const resumed = runtime.resume(id);
      await send(redis.client, 'b');
      expect(runtime.health().functions[id]).to.include({ state: 'starting', inFlight: 1 });
      open();
      await Promise.all([paused, resumed]);
      await begun.until(2);
    });
  }

  it('handles what a channel has received already', async () => {
    const decorator = publishedKinds[0]!.decorator({ concurrency: 1 });
    const runtime = await redis.startRuntime([classWith(decorator, work)]);
    for (const text of ['a', 'b']) await redis.client.publish('news', text);
    await eventually(() => runtime.health().functions[id]!.waiting === 1, 'one to wait');
    const paused = runtime.pause(id);
    open();
    await paused;
    expect(begun.items).to.deep.equal(['a', 'b']);
    expect(runtime.health().functions[id]).to.include({ lost: 0, succeeded: 2 });
  });

  it('does not tell a handler to give up', async () => {
    const signals = new Recorder<AbortSignal>();
    class Handlers {
      @RedisListTrigger({ connection, key: 'elements' })
      async run(@Message() _message: RedisMessageModel, signal: AbortSignal): Promise<void> {
        signals.add(signal);
        await gate;
      }
    }
    const runtime = await redis.startRuntime([Handlers], { shutdownTimeoutInMs: 5 });
    await redis.client.rpush('elements', 'a');
    const [signal] = await signals.until(1);
    const paused = runtime.pause(id);
    await redis.client.ping();
    expect(signal!.aborted).to.equal(false);
    open();
    await paused;
    expect(await redis.client.llen('elements')).to.equal(0);
  });

  it('ends the wait for a retry, and the message is tried again after it', async () => {
    const attempts = new Recorder<number>();
    const retry = { strategy: 'fixedDelay', maxRetryCount: -1, delayIntervalInMs: 3_600_000 } as const;
    class Handlers {
      @RedisListTrigger({ connection, key: 'elements', retry })
      onElement(@Context() { attempt }: InvocationContext): void {
        attempts.add(attempt);
        throw new Error('not yet');
      }
      @RedisStreamTrigger({ connection, key: 'entries', retry })
      onEntry(@Context() { attempt }: InvocationContext): void {
        attempts.add(attempt);
        throw new Error('not yet');
      }
    }
    const runtime = await redis.startRuntime([Handlers]);
    await redis.client.rpush('elements', 'a');
    await redis.client.xadd('entries', '*', 'n', '1');
    await attempts.until(2);
    for (let round = 2; round < 4; round++) {
      await Promise.all([runtime.pause('Handlers.onElement'), runtime.pause('Handlers.onEntry')]);
      expect(attempts.items).to.have.length(2 * (round - 1));
      await Promise.all([runtime.resume('Handlers.onElement'), runtime.resume('Handlers.onEntry')]);
      await attempts.until(2 * round);
    }
    expect(attempts.items).to.deep.equal([1, 1, 1, 1, 1, 1]);
  });

  it('leaves to other processes what an exclusive channel publishes', async () => {
    const by = new Recorder<string>();
    const handlers = (name: string) =>
      classWith(publishedKinds[2]!.decorator(), ({ message }: RedisMessageModel) =>
        by.add(`${name} ${message}`),
      );
    const first = await redis.startRuntime([handlers('first')]);
    const second = await redis.startRuntime([handlers('second')]);
    await redis.client.publish('news', 'one');
    await by.until(1);
    await first.pause(id);
    await eventually(() => second.health().functions[id]!.standby === false, 'the other one to take over');
    await redis.client.publish('news', 'two');
    expect(await by.until(2)).to.deep.equal(['first one', 'second two']);
    await first.resume(id);
    expect(first.health().functions[id]!.standby).to.equal(true);
  });

  it('of a channel is a gap when it ends', async () => {
    const runtime = await redis.startRuntime([classWith(publishedKinds[0]!.decorator(), work)]);
    const gaps: GapEvent[] = [];
    runtime.on('gap', (gap) => void gaps.push(gap));
    await runtime.pause(id);
    const { since } = runtime.health().functions[id]!;
    await runtime.resume(id);
    const [gap, ...others] = gaps;
    expect(others).to.deep.equal([]);
    expect(gap).to.include({ functionId: id, channel: 'news', reason: 'paused' });
    expect(gap!.since.getTime()).to.be.closeTo(since.getTime(), 100);
  });

  it('ends the subscription of no other function', async () => {
    const texts = new Recorder<string>();
    const handlers = (name: string) =>
      classWith(RedisPubSubTrigger({ connection, channel: 'news', name }), ({ message }: RedisMessageModel) =>
        texts.add(`${name} ${message}`),
      );
    const runtime = await redis.startRuntime([handlers('one'), handlers('other')]);
    await runtime.pause('one');
    expect(await redis.client.publish('news', 'a')).to.equal(1);
    expect(await texts.until(1)).to.deep.equal(['other a']);
    await runtime.pause('other');
    expect(await redis.client.publish('news', 'b')).to.equal(0);
    await runtime.resume('one');
    await redis.client.publish('news', 'c');
    expect(await texts.until(2)).to.deep.equal(['other a', 'one c']);
  });

  it('leaves the claims of ids as they are', async () => {
    const ids = new Recorder<string>();
    const deduplicate = { by: ({ message }: RedisMessageModel) => message, forInMs: 60_000 };
    const trigger = RedisListTrigger({ connection, key: 'elements', deduplicate });
    const handlers = classWith(trigger, ({ message }: RedisMessageModel) => ids.add(message));
    const runtime = await redis.startRuntime([handlers]);
    await redis.client.rpush('elements', 'a');
    await ids.until(1);
    await runtime.pause(id);
    await redis.client.rpush('elements', 'a', 'b');
    await runtime.resume(id);
    await ids.until(2);
    await runtime.stop();
    expect(ids.items).to.deep.equal(['a', 'b']);
    expect(runtime.health().functions[id]).to.include({ succeeded: 2, duplicates: 1 });
  });
});
