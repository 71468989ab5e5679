import { expect } from 'chai';
import { retryMiddleware } from '../../lib/invocation/retry-middleware.js';
import { Drop } from '../../lib/messages/drop.js';
import type { Middleware } from '../../lib/messages/middleware.js';
import { Reject } from '../../lib/messages/reject.js';
import { RetryLater } from '../../lib/messages/retry-later.js';
import { RedisListTrigger } from '../../lib/triggers/redis-list-trigger.js';
import { classWith } from '../support/describe-classes.js';
import { makeInvoker, type InvokerOptions } from '../support/make-invoker.js';
import { ManualClock } from '../support/manual-clock.js';
import { element } from '../support/messages.js';
import { RecordingLogger } from '../support/recording-logger.js';

/** What becomes of messages whose handler throws this, with a retry around it. */
async function run(thrown: Error | undefined, options: InvokerOptions & { batch?: boolean } = {}) {
  const clock = new ManualClock();
  const logger = new RecordingLogger();
  let attempts = 0;
  const { batch = false, middleware = [] } = options;
  const handlers = classWith(RedisListTrigger({ connection: 'c', key: 'k', batch }), () => {
    attempts += 1;
    if (thrown) throw thrown;
  });
  const retry = { strategy: 'fixedDelay', maxRetryCount: 5, delayIntervalInMs: 50 } as const;
  const around = [retryMiddleware(retry, clock, { stopping: new AbortController().signal }), ...middleware];
  const invoker = await makeInvoker(handlers, { logger, ...options, middleware: around });
  const outcomes = await invoker.execute(batch ? [element('a'), element('b')] : [element()]);
  return { outcomes, attempts, delays: clock.delays, levels: logger.lines.map(({ level }) => level) };
}

describe('an invocation whose handler throws', () => {
  it('a Drop is dropped: not tried again, and no line above debug', async () => {
    const { outcomes, attempts, delays, levels } = await run(new Drop('a test order'));
    expect(outcomes).to.deep.equal([{ status: 'dropped' }]);
    expect([attempts, delays, levels]).to.deep.equal([1, [], ['debug']]);
  });

  it('a Reject fails at once, with the text as its error', async () => {
    const { outcomes, attempts, delays, levels } = await run(new Reject('unknown customer'));
    expect(outcomes[0]).to.include({ status: 'failed', reason: 'rejected', attempts: 1 });
    expect(outcomes[0]).to.have.nested.property('error.message', 'unknown customer');
    expect([attempts, delays, levels]).to.deep.equal([1, [], ['warn']]);
  });

  it('a RetryLater is postponed: not tried again here, and no line above debug', async () => {
    const { outcomes, attempts, delays, levels } = await run(new RetryLater({ delayInMs: 300 }));
    expect(outcomes).to.deep.equal([{ status: 'postponed', delayInMs: 300 }]);
    expect([attempts, delays, levels]).to.deep.equal([1, [], ['debug']]);
  });

  it('a verdict says it for all messages of a batch', async () => {
    const { outcomes } = await run(new RetryLater({ delayInMs: 300 }), { batch: true });
    expect(outcomes).to.deep.equal([
      { status: 'postponed', delayInMs: 300 },
      { status: 'postponed', delayInMs: 300 },
    ]);
  });

  it('an error with a verdict as its cause has failed', async () => {
    const logger = new RecordingLogger();
    const handlers = classWith(RedisListTrigger({ connection: 'c', key: 'k' }), () => {
      throw new Error('failed', { cause: new Drop() });
    });
    const [outcome] = await (await makeInvoker(handlers, { logger })).execute([element()]);
    expect(outcome).to.include({ status: 'failed', reason: 'handler-failed' });
  });

  it('a verdict after the stop has given up on it is heard all the same', async () => {
    const { outcomes } = await run(new Drop(), { signal: AbortSignal.abort() });
    expect(outcomes).to.deep.equal([{ status: 'dropped' }]);
  });
});

describe('a verdict that a middleware throws', () => {
  it('counts as if the handler had thrown it', async () => {
    const refuse: Middleware = () => {
      throw new Drop();
    };
    const { outcomes, attempts } = await run(undefined, { middleware: [refuse] });
    expect(outcomes).to.deep.equal([{ status: 'dropped' }]);
    expect(attempts).to.equal(0);
  });

  it('may take the place of what the handler threw', async () => {
    const postpone: Middleware = async (_context, next) => {
      try {
        return await next();
      } catch {
        throw new RetryLater({ delayInMs: 1 });
      }
    };
    const { outcomes } = await run(new Error('failed'), { middleware: [postpone] });
    expect(outcomes).to.deep.equal([{ status: 'postponed', delayInMs: 1 }]);
  });
});
