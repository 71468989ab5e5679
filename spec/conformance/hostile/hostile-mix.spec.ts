import fc from 'fast-check';
import { expect } from 'chai';
import type { InvocationContext } from '../../../lib/messages/invocation-context.js';
import { Drop } from '../../../lib/messages/drop.js';
import { Reject } from '../../../lib/messages/reject.js';
import type { Middleware } from '../../../lib/messages/middleware.js';
import type { RawMessage } from '../../../lib/messages/raw-message.js';
import { createRuntime } from '../../../lib/create-runtime.js';
import { FakeRedis } from '../../../lib/testing/fake/fake-redis.js';
import { hostileErrors, hostileResults, rethrow } from '../../support/hostile-values.js';
import { realTime } from '../../support/real-time.js';
import { signalled } from '../../support/signalled.js';
import { redisName } from '../../support/test-redis.js';
import { deadLetterCount, handlerOf, healthOf, kinds, send, type Kind } from './hostile-function.js';

/** How many mixtures are tried; each takes some ten milliseconds. */
const numRuns = Number(process.env.HOSTILE_RUNS ?? 25);

type Act = (context: InvocationContext, next?: () => Promise<unknown>) => unknown;

const acts: readonly Act[] = [
  () => 'good',
  () => Promise.resolve('good'),
  () => rethrow(new Drop()),
  () => rethrow(new Reject('no')),
  ({ logger }) =>
    logger.info(
      {
        get value() {
          return rethrow(1);
        },
      },
      'x',
    ),
  // Longer than its time limit.
  async ({ signal }) => (await realTime(30), signal.aborted),
  ...hostileResults.map(([, , make]) => make),
  ...hostileErrors.map(
    ([, make]) =>
      () =>
        rethrow(make()),
  ),
];

const layers: readonly Middleware[] = [
  (_, next) => next(),
  (_, next) => void next(),
  async (_, next) => [await next(), await next().catch(() => undefined)],
  async (_, next) => (await next(), rethrow(undefined)),
  (_, next) => next().catch(() => undefined),
  () => undefined,
  (_, next) =>
    void realTime(5)
      .then(() => next())
      .catch(() => undefined),
];

interface Mix {
  readonly kind: Kind;
  readonly batch: boolean;
  readonly deduplicate: boolean;
  readonly orderBy: boolean;
  readonly retry: boolean;
  readonly timeLimit: boolean;
  readonly middleware: readonly number[];
  readonly messages: readonly number[];
}

const mix: fc.Arbitrary<Mix> = fc.record({
  kind: fc.constantFrom(...kinds),
  batch: fc.boolean(),
  deduplicate: fc.boolean(),
  orderBy: fc.boolean(),
  retry: fc.boolean(),
  timeLimit: fc.boolean(),
  middleware: fc.array(fc.nat(layers.length - 1), { maxLength: 3 }),
  messages: fc.array(fc.nat(acts.length - 1), { minLength: 1, maxLength: 12 }),
});

/** What a message says that is to act so; `orderBy` and `by` find their own act in it. */
const textOf = (act: number, index: number): string => `bad ${act} ${index}`;
const actOf = (text: string): Act => acts[Number(/bad (\d+)/.exec(text)?.[1])] as Act;

function optionsOf({ kind, batch, deduplicate, orderBy, retry, timeLimit }: Mix): object {
  const isPolling = kind !== 'pubsub';
  const key = ({ message }: { message: string }): unknown =>
    message.includes('7') ? actOf(message)({} as never) : message.slice(-1);
  const isBatch = batch && isPolling;
  return {
    ...(isBatch && { batch: true }),
    ...(deduplicate && !isBatch && { deduplicate: { by: key, forInMs: 1 } }),
    ...(orderBy && isPolling && !isBatch && { orderBy: key }),
    ...(retry && { retry: { strategy: 'fixedDelay', maxRetryCount: 1, delayIntervalInMs: 1 } }),
    ...(timeLimit && { timeLimitInMs: 15 }),
  };
}

async function expectAllToEnd(mix: Mix): Promise<void> {
  const fake = new FakeRedis();
  const client = fake.createClient();
  const handle = (context: InvocationContext): unknown => {
    const texts = context.messages.map((message: RawMessage) => message.toModel().message);
    return actOf(texts.find((text) => !text.includes('bad 0')) ?? texts[0] ?? '')(context);
  };
  const runtime = await createRuntime({
    handlers: [handlerOf(mix.kind, { options: optionsOf(mix), handle })],
    connections: { [redisName]: fake.connectionOptions() },
    middleware: mix.middleware.map((index) => layers[index] as Middleware),
    logger: false,
    shutdownTimeoutInMs: 2_000,
  });
  try {
    await runtime.start();
    for (const [index, act] of mix.messages.entries()) await send({ client }, mix.kind, textOf(act, index));
    const ended = (): boolean => {
      const { succeeded, failed, dropped, duplicates, inFlight, waiting } = healthOf(runtime);
      return (
        inFlight === 0 && waiting === 0 && succeeded + failed + dropped + duplicates >= mix.messages.length
      );
    };
    await signalled('healthChanged', ended, 'all to end', 5_000).catch((error: unknown) => {
      throw new Error(JSON.stringify(healthOf(runtime)), { cause: error });
    });
    const { failed, live, lost } = healthOf(runtime);
    expect({ live, lost }).to.deep.equal({ live: true, lost: 0 });
    await signalled(
      'deadLettered',
      async () => (await deadLetterCount({ client })) === failed,
      'as many dead letters',
      5_000,
    );
  } finally {
    await runtime.stop();
    client.disconnect();
    await fake.close();
  }
}

describe('a function with any mixture of hostile code', () => {
  it('ends every message, and gives every permit back', async function () {
    this.timeout(20_000 + numRuns * 2_000);
    await fc.assert(fc.asyncProperty(mix, expectAllToEnd), {
      numRuns,
      endOnFailure: !!process.env.HOSTILE_RUNS,
    });
  });
});
