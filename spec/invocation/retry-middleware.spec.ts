import { expect } from 'chai';
import { z } from 'zod';
import { payloadError } from '../../lib/binding/payload-error.js';
import { retryMiddleware } from '../../lib/invocation/retry-middleware.js';
import type { InvocationContext } from '../../lib/messages/invocation-context.js';
import { RedisListTrigger } from '../../lib/triggers/redis-list-trigger.js';
import type { RetryOptions } from '../../lib/triggers/retry-options.js';
import { classWith } from '../support/describe-classes.js';
import { makeInvoker } from '../support/make-invoker.js';
import { ManualClock, settled } from '../support/manual-clock.js';
import { element } from '../support/messages.js';

const failed = new Error('failed');

/** Runs a handler that fails so often, and then succeeds. */
async function run(retry: RetryOptions, failures: number, error: unknown = failed) {
  const clock = new ManualClock();
  const stopping = new AbortController();
  const attempts: number[] = [];
  const handlers = classWith(
    RedisListTrigger({ connection: 'c', key: 'k' }),
    (_message: unknown, { attempt }: InvocationContext) => {
      attempts.push(attempt);
      if (attempts.length <= failures) throw error;
    },
  );
  const middleware = [retryMiddleware(retry, clock, { stopping: stopping.signal })];
  const invoker = await makeInvoker(handlers, { middleware });
  const outcome = Promise.resolve(invoker.execute([element()])).then(([only]) => only);
  await settled();
  return { clock, stopping, attempts, outcome };
}

const fixed = (maxRetryCount: number): RetryOptions => ({
  strategy: 'fixedDelay',
  maxRetryCount,
  delayIntervalInMs: 50,
});

describe('a retry', () => {
  it('follows each failure after its delay, and counts the attempts', async () => {
    const { clock, attempts, outcome } = await run(fixed(5), 2);
    expect(attempts).to.deep.equal([1]);
    await clock.advance(49);
    expect(attempts).to.deep.equal([1]);
    await clock.advance(1);
    expect(attempts).to.deep.equal([1, 2]);
    await clock.advance(50);
    expect(await outcome).to.deep.equal({ status: 'succeeded' });
    expect(attempts).to.deep.equal([1, 2, 3]);
    expect(clock.delays).to.deep.equal([50, 50]);
  });

  it('comes as often as it may, and not again', async () => {
    const { clock, outcome } = await run(fixed(2), Infinity);
    await clock.advance(50);
    await clock.advance(50);
    expect(await outcome).to.include({
      status: 'failed',
      reason: 'handler-failed',
      error: failed,
      attempts: 3,
    });
    expect(clock.delays).to.have.length(2);
  });

  it('does not come at all with a count of 0', async () => {
    const { outcome } = await run(fixed(0), Infinity);
    expect(await outcome).to.include({ status: 'failed', attempts: 1 });
  });

  it('comes for ever with a count of -1', async () => {
    const { clock, attempts, outcome } = await run(fixed(-1), 100);
    for (let count = 0; count < 100; count++) await clock.advance(50);
    expect(await outcome).to.deep.equal({ status: 'succeeded' });
    expect(attempts.at(-1)).to.equal(101);
  });

  it('waits longer each time with exponential backoff, within its bounds', async () => {
    const retry = {
      strategy: 'exponentialBackoff',
      maxRetryCount: -1,
      minimumIntervalInMs: 100,
      maximumIntervalInMs: 1000,
    } as const;
    const { clock, outcome } = await run(retry, 8);
    for (let count = 0; count < 8; count++) await clock.advance(1000);
    expect(await outcome).to.deep.equal({ status: 'succeeded' });
    const longest = [100, 200, 400, 800, 1000, 1000, 1000, 1000];
    expect(clock.delays[0]).to.equal(100);
    clock.delays.forEach((delay, index) => {
      expect(delay).to.be.within(Math.max(100, longest[index]! / 2), longest[index]!);
    });
  });

  it('does not come when the runtime stops: the invocation is cancelled', async () => {
    const { clock, stopping, attempts, outcome } = await run(fixed(5), Infinity);
    stopping.abort();
    expect(await outcome).to.deep.equal({ status: 'cancelled' });
    expect(attempts).to.deep.equal([1]);
    expect(clock.now()).to.equal(0);
  });

  it('does not come for a message that can never be handled', async () => {
    const { outcome } = await run(fixed(5), Infinity, payloadError('Handlers.run', 'it is wrong'));
    expect(await outcome).to.include({ status: 'failed', reason: 'payload-invalid', attempts: 1 });
  });

  it('does not come for an invalid payload', async () => {
    const clock = new ManualClock();
    const payload = z.object({});
    const handlers = classWith(RedisListTrigger({ connection: 'c', key: 'k', payload }));
    const middleware = [retryMiddleware(fixed(5), clock, { stopping: new AbortController().signal })];
    const [outcome] = await (await makeInvoker(handlers, { middleware })).execute([element('no')]);
    expect(outcome).to.include({ status: 'failed', attempts: 0 });
    expect(clock.delays).to.be.empty;
  });
});
