import { expect } from 'chai';
import type { InvocationContext } from '../../lib/messages/invocation-context.js';
import type { RedisMessageModel } from '../../lib/messages/redis-message-model.js';
import type { Class } from '../../lib/metadata/class.js';
import { RedisListTrigger } from '../../lib/triggers/redis-list-trigger.js';
import { RedisPubSubTrigger } from '../../lib/triggers/redis-pubsub-trigger.js';
import { RedisStreamTrigger } from '../../lib/triggers/redis-stream-trigger.js';
import { classWith } from '../support/describe-classes.js';
import { Recorder } from '../support/recorder.js';
import { signalled } from '../support/signalled.js';
import { describeOnRedis, redisName, type TestRedis } from '../support/test-redis.js';

type Kind = 'list' | 'stream' | 'pubsub';

const kinds: readonly Kind[] = ['list', 'stream', 'pubsub'];

describeOnRedis('A retry', (redis) => {
  for (const kind of kinds) {
    it(`holds up no other message while it waits (${kind})`, async () => {
      const tried = new Recorder<string>();
      const handler = handlerOf(kind, { concurrency: 2, retry: retryAfter(60_000) }, (text) => {
        tried.add(text);
        if (text.startsWith('bad')) throw new Error('not yet');
      });
      const runtime = await redis.startRuntime([handler]);
      const bad = Array.from({ length: 10 }, (_, index) => `bad${index}`);
      await send(redis, kind, [...bad, 'good1', 'good2']);
      expect(await tried.until(12)).to.include.members([...bad, 'good1', 'good2']);
      const isTold = (): boolean => {
        const { inFlight, succeeded } = runtime.health().functions.run ?? {};
        return inFlight === 10 && succeeded === 2;
      };
      await signalled('healthChanged', isTold, 'health to count those that wait');
    });

    it(`with concurrency: 1 comes before every later message (${kind})`, async () => {
      const tried = new Recorder<string>();
      const handler = handlerOf(kind, { concurrency: 1, retry: retryAfter(20) }, (text, { attempt }) => {
        tried.add(`${text}:${attempt}`);
        if (text !== 'c' && attempt < 3) throw new Error('not yet');
      });
      await redis.startRuntime([handler]);
      await send(redis, kind, ['a', 'b', 'c']);
      expect(await tried.until(7)).to.deep.equal(['a:1', 'a:2', 'a:3', 'b:1', 'b:2', 'b:3', 'c:1']);
    });
  }

  it('runs no more than concurrency at once, those included that come back', async () => {
    let running = 0;
    let most = 0;
    const done = new Recorder<string>();
    const options = { concurrency: 3, count: 50, prefetch: 20, retry: retryAfter(5) };
    const handler = handlerOf('list', options, async (text, { attempt }) => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => setImmediate(resolve));
      running -= 1;
      if (attempt < 4) throw new Error('not yet');
      done.add(text);
    });
    const texts = Array.from({ length: 50 }, (_, index) => `${index}`);
    await send(redis, 'list', texts);
    await redis.startRuntime([handler]);
    expect([...(await done.until(50))].sort()).to.deep.equal([...texts].sort());
    expect(most).to.equal(3);
  });

  it('that waits when the runtime stops loses no element, and keeps the order of one place', async () => {
    const tried = new Recorder<string>();
    const options = { concurrency: 1, prefetch: 3, retry: retryAfter(60_000) };
    const handler = handlerOf('list', options, (text) => {
      tried.add(text);
      throw new Error('not yet');
    });
    await send(redis, 'list', ['a', 'b', 'c', 'd']);
    const runtime = await redis.startRuntime([handler]);
    await tried.until(1);
    await signalled(
      'readAnswered',
      async () => (await redis.client.exists('source')) === 0,
      'all to be popped',
    );
    await runtime.stop();
    expect(await redis.client.lrange('source', 0, -1)).to.deep.equal(['a', 'b', 'c', 'd']);
  });

  it('that waits for a place again when the runtime stops loses no element', async () => {
    const tried = new Recorder<string>();
    let open = (): void => undefined;
    const gate = new Promise<void>((resolve) => (open = resolve));
    const options = { concurrency: 2, retry: retryAfter(1) };
    const handler = handlerOf('list', options, (text) => {
      tried.add(text);
      if (text.startsWith('bad')) throw new Error('not yet');
      return gate;
    });
    const runtime = await redis.startRuntime([handler]);
    await send(redis, 'list', ['slow1', 'bad', 'slow2']);
    await tried.untilTrue((all) => all.includes('slow2') && all.includes('bad'));
    const stopped = runtime.stop();
    await signalled(
      'settled',
      async () => (await redis.client.llen('source')) === 1,
      'the element to be back',
    );
    open();
    await stopped;
    expect(await redis.client.lrange('source', 0, -1)).to.deep.equal(['bad']);
  });
});

function retryAfter(delayIntervalInMs: number) {
  return { strategy: 'fixedDelay', maxRetryCount: 10, delayIntervalInMs } as const;
}

function handlerOf(
  kind: Kind,
  options: object,
  handle: (text: string, context: InvocationContext) => unknown,
): Class {
  const common = { connection: redisName, name: 'run', ...options };
  const triggers = {
    list: RedisListTrigger({ key: 'source', ...common }),
    stream: RedisStreamTrigger({ key: 'source', ...common }),
    pubsub: RedisPubSubTrigger({ channel: 'source', ...common }),
  };
  return classWith(triggers[kind], ({ message }: RedisMessageModel, context: InvocationContext) => {
    const text = kind === 'stream' ? (JSON.parse(message) as { text: string }).text : message;
    return handle(text, context);
  });
}

async function send({ client }: TestRedis, kind: Kind, texts: readonly string[]): Promise<void> {
  for (const text of texts) {
    if (kind === 'list') await client.rpush('source', text);
    else if (kind === 'stream') await client.xadd('source', '*', 'text', text);
    else await client.publish('source', text);
  }
}
