import { expect } from 'chai';
import { InvocationContext } from '../../lib/messages/invocation-context.js';
import { RedisMessageModel } from '../../lib/messages/redis-message-model.js';
import { Reject } from '../../lib/messages/reject.js';
import type { Class } from '../../lib/metadata/class.js';
import type { FunctionHealth } from '../../lib/runtime/health/health.js';
import type { Runtime } from '../../lib/runtime/runtime.js';
import { RedisPubSubTrigger } from '../../lib/triggers/redis-pubsub-trigger.js';
import { Recorder } from '../support/recorder.js';
import { signalled } from '../support/signalled.js';
import { describeOnRedis, redisName as connection } from '../support/test-redis.js';

const id = 'News.onNews';
const deadLetters = `{news}:dead-letter:${id}`;
const retry = { strategy: 'fixedDelay', maxRetryCount: 5, delayIntervalInMs: 60_000 } as const;

type Handle = (text: string, context: InvocationContext) => unknown;

function handlerOf(handle: Handle, options: object): Class {
  class News {
    @RedisPubSubTrigger({ connection, channel: 'news', ...options })
    async onNews({ message }: RedisMessageModel, context: InvocationContext): Promise<void> {
      await handle(message, context);
    }
  }
  return News;
}

const unfinished: readonly [what: string, handle: Handle, options: object][] = [
  [
    'waits for its retry',
    () => {
      throw new Error('not yet');
    },
    { retry },
  ],
  [
    'gives up on its signal',
    (_, { signal }) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(new Error('aborted')));
      }),
    {},
  ],
  ['never ends', () => new Promise(() => undefined), {}],
];

describeOnRedis('A message whose handler has not ended at a stop', (redis) => {
  for (const [what, handle, options] of unfinished) {
    for (const deadLetter of [true, false]) {
      const becomes = deadLetter ? 'is a dead letter with `deadLetter`' : 'is counted as lost';
      it(`${becomes}, where it ${what}`, async () => {
        const started = new Recorder<string>();
        const losses = new Recorder<number>();
        const handler = handlerOf(
          async (text, context) => {
            started.add(text);
            await handle(text, context);
          },
          { ...options, deadLetter },
        );
        const runtime = await redis.createRuntime([handler], { shutdownTimeoutInMs: 1_500 });
        runtime.on('messagesLost', ({ count }) => losses.add(count));
        await runtime.start();
        await redis.client.publish('news', 'one');
        await started.until(1);
        await runtime.stop();
        expect(losses.items).to.deep.equal(deadLetter ? [] : [1]);
        expect(runtime.health().functions[id]).to.include({ lost: deadLetter ? 0 : 1 });
        const letters = await redis.client.xrange(deadLetters, '-', '+');
        expect(letters).to.have.length(deadLetter ? 1 : 0);
        if (deadLetter) expect(letters[0]![1].join(' ')).to.include('reason stopped').and.include('body one');
      });
    }
  }

  it('is not lost where another process handles its id', async () => {
    const started = new Recorder<string>();
    const gate = new AbortController();
    const opened = new Promise((resolve) => gate.signal.addEventListener('abort', resolve));
    const deduplicate = { by: ({ message }: RedisMessageModel) => message, forInMs: 60_000 };
    const handler = handlerOf(
      async (text) => {
        started.add(text);
        if (text === 'one') await opened;
      },
      { deduplicate },
    );
    const runtimes = await Promise.all([redis.startRuntime([handler]), redis.startRuntime([handler])]);
    const health = () => runtimes.map((runtime) => runtime.health().functions[id]!);
    await redis.client.publish('news', 'one');
    await started.until(1);
    // Whoever is done with a later message has seen that the first is being handled.
    await redis.client.publish('news', 'two');
    const isDone = ({ succeeded, duplicates }: FunctionHealth): boolean => succeeded + duplicates === 1;
    await signalled('healthChanged', () => health().every(isDone), 'both to be done with it');
    let other: Runtime | undefined;
    await signalled(
      'healthChanged',
      () => {
        other = runtimes[health().findIndex(({ inFlight }) => inFlight === 0)];
        return other !== undefined;
      },
      'the other to ask for nothing at this moment',
    );
    await other?.stop();
    gate.abort();
    await signalled(
      'healthChanged',
      () => health().reduce((sum, { succeeded }) => sum + succeeded, 0) === 2,
      'the success',
    );
    expect(started.items).to.deep.equal(['one', 'two']);
    expect(health().map(({ lost }) => lost)).to.deep.equal([0, 0]);
  });
});

describeOnRedis('Dead letters of a channel that cannot be written', (redis) => {
  it('hold up no other message, and are written when they can be', async () => {
    const handled = new Recorder<string>();
    const handler = handlerOf(
      (text) => {
        if (text.startsWith('bad')) throw new Reject('no');
        handled.add(text);
      },
      { deadLetter: true, concurrency: 2, bufferLimit: 5 },
    );
    await redis.client.set(deadLetters, 'no stream');
    const runtime = await redis.startRuntime([handler]);
    const health = () => runtime.health().functions[id]!;
    for (const text of ['bad 1', 'bad 2', 'bad 3']) await redis.client.publish('news', text);
    await signalled('healthChanged', () => health().state === 'recovering', 'the trouble');
    for (let index = 0; index < 20; index++) {
      await redis.client.publish('news', `good ${index}`);
      await handled.until(index + 1);
    }
    expect(health()).to.include({ lost: 0, state: 'recovering' });
    await redis.client.del(deadLetters);
    await signalled('healthChanged', () => health().state === 'listening', 'the end of the trouble');
    const bodies = (await redis.client.xrange(deadLetters, '-', '+')).map(([, fields]) => fields.at(-1));
    expect(bodies.sort()).to.deep.equal(['bad 1', 'bad 2', 'bad 3']);
  });

  it('are counted as lost where a stop ends the trying', async () => {
    const handler = handlerOf(
      () => {
        throw new Reject('no');
      },
      { deadLetter: true },
    );
    await redis.client.set(deadLetters, 'no stream');
    const runtime = await redis.startRuntime([handler], { shutdownTimeoutInMs: 300 });
    for (const text of ['1', '2', '3']) await redis.client.publish('news', text);
    await signalled('healthChanged', () => runtime.health().functions[id]!.failed === 3, 'the failures');
    await runtime.stop();
    expect(runtime.health().functions[id]).to.include({ lost: 3 });
  });
});
