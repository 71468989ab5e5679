import { expect } from 'chai';
import { getEventListeners } from 'node:events';
import { layerOf, type Layer } from '../../lib/invocation/layer.js';
import { retryMiddleware } from '../../lib/invocation/retry-middleware.js';
import { TimeLimit } from '../../lib/invocation/time-limit.js';
import type { InvocationContext } from '../../lib/messages/invocation-context.js';
import { RedisListTrigger } from '../../lib/triggers/redis-list-trigger.js';
import { classWith } from '../support/describe-classes.js';
import { makeInvoker } from '../support/make-invoker.js';
import { ManualClock, settled } from '../support/manual-clock.js';
import { element } from '../support/messages.js';
import { RecordingLogger } from '../support/recording-logger.js';

type Handle = (context: InvocationContext) => unknown;

/** Runs a handler that may take 100 ms, on a clock that the spec drives. */
async function run(handle: Handle, around: (clock: ManualClock) => Layer[] = () => []) {
  const clock = new ManualClock();
  const stop = new AbortController();
  const logger = new RecordingLogger();
  const timeLimit = new TimeLimit(100, 'Handlers.run', clock);
  const handlers = classWith(
    RedisListTrigger({ connection: 'c', key: 'k' }),
    (_message: unknown, context: InvocationContext) => handle(context),
  );
  const layers = [...around(clock), timeLimit.layer];
  const invoker = await makeInvoker(handlers, { layers, logger, signal: stop.signal });
  const outcome = Promise.resolve(invoker.execute([element()])).then(([only]) => only);
  await settled();
  return { clock, stop, logger, timeLimit, outcome };
}

const retry = (clock: ManualClock): Layer[] => {
  const options = { strategy: 'fixedDelay', maxRetryCount: 1, delayIntervalInMs: 10 } as const;
  return [layerOf(retryMiddleware(options, clock, { stopping: new AbortController().signal }))];
};

describe('a time limit', () => {
  it('fails an attempt that takes longer, though its handler never ends', async () => {
    const { clock, outcome, timeLimit } = await run(() => new Promise(() => undefined));
    await clock.advance(99);
    expect(timeLimit.abandoned).to.equal(0);
    await clock.advance(1);
    const failure = await outcome;
    expect(failure).to.include({ status: 'failed', reason: 'timed-out', attempts: 1 });
    expect(failure).to.have.nested.property('error.code', 'HANDLER_TIMED_OUT');
    expect(failure).to.have.nested.property('error.place', 'Handlers.run');
    expect(timeLimit.abandoned).to.equal(1);
  });

  it('aborts the signal of the attempt with that error, before which nothing is aborted', async () => {
    let signal: AbortSignal | undefined;
    const { clock, outcome } = await run((context) => {
      signal = context.signal;
      return new Promise((_resolve, reject) => {
        context.signal.addEventListener('abort', () => reject(new Error('gave up')));
      });
    });
    expect(signal?.aborted).to.equal(false);
    await clock.advance(100);
    expect(signal?.reason).to.have.property('code', 'HANDLER_TIMED_OUT');
    expect(await outcome).to.include({ reason: 'timed-out', error: signal?.reason as unknown });
  });

  it('leaves alone what ends in time', async () => {
    const { outcome, clock } = await run(() => 'result');
    expect(await outcome).to.deep.equal({ status: 'succeeded' });
    expect(clock.sleeping, 'its timer').to.equal(0);
    await clock.advance(200);
    const failing = await run(() => {
      throw new Error('failed');
    });
    expect(await failing.outcome).to.include({ status: 'failed', reason: 'handler-failed' });
  });

  it('counts a validation that goes on after its time until it has ended', async () => {
    const clock = new ManualClock();
    const timeLimit = new TimeLimit(100, 'Handlers.run', clock);
    let end = (): void => undefined;
    const decode = timeLimit.decoder(() => new Promise<void>((resolve) => (end = resolve)));
    const failed = decode(element()).catch((error: unknown) => error);
    await clock.advance(100);
    expect(await failed).to.have.property('code', 'HANDLER_TIMED_OUT');
    expect(timeLimit.abandoned).to.equal(1);
    end();
    await settled();
    expect(timeLimit.abandoned).to.equal(0);
  });

  it('leaves no timer behind for a validation that ends in time', async () => {
    const clock = new ManualClock();
    const timeLimit = new TimeLimit(100, 'Handlers.run', clock);
    expect(await timeLimit.decoder(() => Promise.resolve('decoded'))(element())).to.equal('decoded');
    expect(clock.sleeping).to.equal(0);
  });

  it('holds for each attempt anew: a retry has a signal of its own', async () => {
    const contexts: InvocationContext[] = [];
    const { clock, outcome } = await run((context) => {
      contexts.push(context);
      return context.attempt === 1 ? new Promise(() => undefined) : undefined;
    }, retry);
    await clock.advance(100);
    await clock.advance(10);
    expect(await outcome).to.deep.equal({ status: 'succeeded' });
    expect(contexts.map(({ attempt, signal }) => [attempt, signal.aborted])).to.deep.equal([
      [1, true],
      [2, false],
    ]);
    expect(new Set(contexts.map(({ invocationId }) => invocationId))).to.have.property('size', 1);
  });

  for (const [how, end] of [
    ['returns', (): void => undefined],
    [
      'throws',
      (): never => {
        throw new Error('too late');
      },
    ],
  ] as const) {
    it(`is not changed by an abandoned handler that ${how} later: it is only logged`, async () => {
      let finish: () => void = () => undefined;
      const { clock, outcome, logger, timeLimit } = await run(() =>
        new Promise<void>((resolve) => (finish = resolve)).then(end),
      );
      await clock.advance(100);
      expect(await outcome).to.include({ reason: 'timed-out' });
      finish();
      await settled();
      expect(timeLimit.abandoned).to.equal(0);
      expect(logger.lines.map(({ level, text }) => [level, text])).to.deep.equal([
        ['error', 'an invocation failed'],
        ['debug', 'an abandoned handler has ended'],
      ]);
    });
  }

  it('is joined with the stop: its signal is the attempt’s as well, and what gives up then is cancelled', async () => {
    const { stop, outcome } = await run(
      ({ signal }) =>
        new Promise((_resolve, reject) =>
          signal.addEventListener('abort', () => reject(signal.reason as Error)),
        ),
    );
    stop.abort();
    expect(await outcome).to.deep.equal({ status: 'cancelled' });
  });

  it('leaves nothing behind on the signal of the stop', async () => {
    const clock = new ManualClock();
    const { signal } = new AbortController();
    const handlers = classWith(RedisListTrigger({ connection: 'c', key: 'k' }));
    const layers = [new TimeLimit(100, 'Handlers.run', clock).layer];
    const invoker = await makeInvoker(handlers, { layers, signal });
    for (let count = 0; count < 100; count++) await invoker.execute([element()]);
    expect(getEventListeners(signal, 'abort')).to.deep.equal([]);
  });
});
