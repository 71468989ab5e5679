import { expect } from 'chai';
import { ListElement } from '../../lib/messages/list-element.js';
import type { InvocationContext } from '../../lib/messages/invocation-context.js';
import { RedisMessageModel } from '../../lib/messages/redis-message-model.js';
import { StreamEntry } from '../../lib/messages/stream-entry.js';
import { RetryLater } from '../../lib/messages/retry-later.js';
import { RedisListTrigger } from '../../lib/triggers/redis-list-trigger.js';
import { RedisStreamTrigger } from '../../lib/triggers/redis-stream-trigger.js';
import { classWith } from '../support/describe-classes.js';
import { Recorder } from '../support/recorder.js';
import { signalled } from '../support/signalled.js';
import { describeOnRedis, redisName, type TestRedis } from '../support/test-redis.js';

/** Each message is a text such as `a1`: a key and a number. */
type Kind = 'list' | 'stream';

describeOnRedis('orderBy', (redis) => {
  for (const kind of ['list', 'stream'] as const) {
    it(`keeps the order within a key, and runs different keys side by side (${kind})`, async () => {
      const running = new Map<string, number>();
      const handled = new Recorder<string>();
      let most = 0;
      const handler = handlerOf(kind, { concurrency: 4, count: 20 }, async (text) => {
        const key = keyOf(text);
        running.set(key, (running.get(key) ?? 0) + 1);
        expect(running.get(key)).to.equal(1);
        most = Math.max(
          most,
          [...running.values()].reduce((sum, count) => sum + count),
        );
        // Of two messages, the one that comes first takes longer.
        for (let turns = 10 - Number(text.slice(1)); turns > 0; turns--) await nextTurn();
        running.set(key, 0);
        handled.add(text);
      });
      const texts = [1, 2, 3, 4, 5].flatMap((number) => ['a', 'b', 'c'].map((key) => `${key}${number}`));
      await send(redis, kind, texts);
      await redis.startRuntime([handler]);
      const all = await handled.until(texts.length);
      for (const key of ['a', 'b', 'c']) {
        expect(all.filter((text) => keyOf(text) === key)).to.deep.equal(
          [1, 2, 3, 4, 5].map((number) => `${key}${number}`),
        );
      }
      expect(most).to.equal(3);
    });

    it(`keeps the order within a key across retries, and others run meanwhile (${kind})`, async () => {
      const handled = new Recorder<string>();
      const retry = { strategy: 'fixedDelay', maxRetryCount: 5, delayIntervalInMs: 400 } as const;
      const handler = handlerOf(kind, { concurrency: 2, retry }, (text, { attempt }) => {
        if (text === 'a1' && attempt < 3) throw new Error('not yet');
        handled.add(text);
      });
      await send(redis, kind, ['a1', 'a2', 'b1', 'a3', 'b2']);
      await redis.startRuntime([handler]);
      expect(await handled.until(5)).to.deep.equal(['b1', 'b2', 'a1', 'a2', 'a3']);
    });

    it(`keeps the order within a key across RetryLater, however many are postponed (${kind})`, async () => {
      const postponed = new Set<string>();
      const handled = new Recorder<string>();
      const orderBy = ({ message }: RedisMessageModel): string => message.replace(/a\d/, 'a');
      const handler = handlerOf(kind, { concurrency: 20, count: 100, orderBy }, (text) => {
        if (text.startsWith('much')) {
          postponed.add(text);
          throw new RetryLater({ delayInMs: 60_000 });
        }
        handled.add(text);
        if (handled.items.length === 1) throw new RetryLater({ delayInMs: 100 });
      });
      await redis.startRuntime([handler]);
      await send(
        redis,
        kind,
        Array.from({ length: 1_000 }, (_, index) => `much ${index}`),
      );
      await signalled('healthChanged', () => postponed.size === 1_000, 'all to be postponed');
      await send(redis, kind, ['a1', 'a2']);
      expect(await handled.until(3)).to.deep.equal(['a1', 'a1', 'a2']);
    });

    it(`a slow handler on one key delays no other key, though many of its key wait (${kind})`, async () => {
      let open = (): void => undefined;
      const gate = new Promise<void>((resolve) => (open = resolve));
      const handled = new Recorder<string>();
      const handler = handlerOf(kind, { concurrency: 2 }, async (text) => {
        if (text === 'a1') await gate;
        handled.add(text);
      });
      const slow = Array.from({ length: 60 }, (_, index) => `a${index + 1}`);
      await send(redis, kind, [...slow, 'b1', 'c1', 'd1']);
      await redis.startRuntime([handler]);
      expect(await handled.until(3)).to.deep.equal(['b1', 'c1', 'd1']);
      open();
      expect((await handled.until(63)).slice(3)).to.deep.equal(slow);
    });

    it(`that throws fails its message as a handler would, and no other (${kind})`, async () => {
      const handled = new Recorder<string>();
      const orderBy = ({ message }: RedisMessageModel): string => {
        if (message.includes('bad')) throw new TypeError('no key');
        return message;
      };
      const options = { orderBy, ...(kind === 'stream' && { maxDeliveryCount: 1 }) };
      const handler = handlerOf(kind, options, (text) => handled.add(text));
      const runtime = await redis.startRuntime([handler]);
      await send(redis, kind, ['bad', 'good1', 'good2']);
      await handled.until(2);
      const letters = () => redis.client.xrange('{source}:dead-letter:run', '-', '+');
      const [, fields] = await signalled('deadLettered', async () => (await letters())[0], 'the dead letter');
      expect(fields.join(' ')).to.include('reason handler-failed errorName TypeError errorMessage no key');
      expect(handled.items).to.deep.equal(['good1', 'good2']);
      expect(runtime.health().functions.run).to.include({ failed: 1, succeeded: 2 });
    });

    it(`takes texts, numbers and bytes from the model or the raw form, and nothing else (${kind})`, async () => {
      const handled = new Recorder<string>();
      const orderBy = (message: RedisMessageModel, raw: ListElement | StreamEntry): never => {
        const text = raw instanceof StreamEntry ? String(raw.value('text')) : raw.body.toString();
        expect(message).to.be.instanceOf(RedisMessageModel);
        const keys: Record<string, unknown> = { text, number: 1, bytes: Buffer.from([255]), none: undefined };
        return keys[text] as never;
      };
      const options = { orderBy, ...(kind === 'stream' && { maxDeliveryCount: 1 }) };
      const runtime = await redis.startRuntime([handlerOf(kind, options, (text) => handled.add(text))]);
      await send(redis, kind, ['none', 'text', 'number', 'bytes']);
      expect(await handled.until(3)).to.deep.equal(['text', 'number', 'bytes']);
      await signalled('healthChanged', () => runtime.health().functions.run?.failed === 1, 'the failure');
      expect(runtime.health().functions.run?.lastError).to.include({ code: 'ORDER_KEY_INVALID' });
    });
  }

  it('keeps the order within a key across redeliveries, and others run meanwhile', async () => {
    const handled = new Recorder<string>();
    const handler = handlerOf('stream', { concurrency: 2 }, (text, { deliveryCount }) => {
      if (text === 'a1' && deliveryCount < 3) throw new Error('not yet');
      handled.add(text);
    });
    await send(redis, 'stream', ['a1', 'a2', 'b1', 'a3', 'b2']);
    await redis.startRuntime([handler]);
    expect(await handled.until(5)).to.deep.equal(['b1', 'b2', 'a1', 'a2', 'a3']);
  });

  it('goes on with a key whose entry ended in the dead letters', async () => {
    const handled = new Recorder<string>();
    const handler = handlerOf('stream', { concurrency: 2, maxDeliveryCount: 2 }, (text) => {
      if (text === 'a1') throw new Error('never');
      handled.add(text);
    });
    await send(redis, 'stream', ['a1', 'a2', 'b1']);
    await redis.startRuntime([handler]);
    expect(await handled.until(2)).to.deep.equal(['b1', 'a2']);
    expect(await redis.client.xlen('{source}:dead-letter:run')).to.equal(1);
  });

  it('goes on with a key whose entry was deleted before it was delivered again', async () => {
    const handled = new Recorder<string>();
    const failed = new Recorder<string>();
    const handler = handlerOf('stream', {}, (text) => {
      (text === 'a1' ? failed : handled).add(text);
      if (text === 'a1') throw new Error('not yet');
    });
    await redis.startRuntime([handler]);
    await send(redis, 'stream', ['a1', 'a2']);
    await failed.until(1);
    const [first] = await redis.client.xrange('source', '-', '+', 'COUNT', 1);
    await redis.client.xdel('source', first?.[0] ?? '');
    expect(await handled.until(1)).to.deep.equal(['a2']);
  });

  it('gives back in the order of the list what waited when the runtime stops', async () => {
    let open = (): void => undefined;
    const gate = new Promise<void>((resolve) => (open = resolve));
    const started = new Recorder<string>();
    const handler = handlerOf('list', { concurrency: 2, count: 10, prefetch: 8 }, async (text) => {
      started.add(text);
      await gate;
    });
    await send(redis, 'list', ['a1', 'a2', 'b1', 'c1', 'a3', 'b2']);
    const runtime = await redis.startRuntime([handler]);
    await started.until(2);
    await signalled(
      'readAnswered',
      async () => (await redis.client.exists('source')) === 0,
      'all to be popped',
    );
    const stopped = runtime.stop();
    open();
    await stopped;
    expect(started.items).to.deep.equal(['a1', 'b1']);
    expect(await redis.client.lrange('source', 0, -1)).to.deep.equal(['a2', 'c1', 'a3', 'b2']);
  });

  it('leaves to others at a stop what waited behind a failed entry', async () => {
    const failed = new Recorder<string>();
    const handled = new Recorder<string>();
    const failing = handlerOf('stream', {}, (text) => {
      failed.add(text);
      throw new Error('not here');
    });
    const runtime = await redis.startRuntime([failing]);
    await send(redis, 'stream', ['a1', 'a2', 'a3']);
    await failed.until(1);
    await signalled(
      'healthChanged',
      () => runtime.health().functions.run?.waiting === 2,
      'the others to be read',
    );
    await runtime.stop();
    expect(failed.items).to.deep.equal(['a1']);
    await redis.startRuntime([handlerOf('stream', {}, (text) => handled.add(text))]);
    expect(await handled.until(3)).to.deep.equal(['a1', 'a2', 'a3']);
  });
});

function handlerOf(
  kind: Kind,
  options: object,
  handle: (text: string, context: InvocationContext) => unknown,
) {
  const common = { connection: redisName, name: 'run', key: 'source' };
  const text = ({ message }: RedisMessageModel): string =>
    kind === 'stream' ? (JSON.parse(message) as { text: string }).text : message;
  const orderBy = (message: RedisMessageModel): string => keyOf(text(message));
  const trigger =
    kind === 'list'
      ? RedisListTrigger({ ...common, orderBy, ...options })
      : RedisStreamTrigger({ ...common, orderBy, ...options });
  return classWith(trigger, (message: RedisMessageModel, context: InvocationContext) =>
    handle(text(message), context),
  );
}

function keyOf(text: string): string {
  return text.charAt(0);
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** All in one transaction, so that they are read together. */
async function send({ client }: TestRedis, kind: Kind, texts: readonly string[]): Promise<void> {
  const all = client.multi();
  for (const text of texts) {
    if (kind === 'list') all.rpush('source', text);
    else all.xadd('source', '*', 'text', text);
  }
  await all.exec();
}
