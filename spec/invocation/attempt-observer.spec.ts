import { expect } from 'chai';
import { getEventListeners } from 'node:events';
import { RedisTriggersError } from '../../lib/errors/redis-triggers-error.js';
import { observeAttempt, type Attempt } from '../../lib/invocation/attempt-observer.js';
import { silentLogger } from '../../lib/logging/silent-logger.js';
import { InvocationContext } from '../../lib/messages/invocation-context.js';
import { RedisListTrigger } from '../../lib/triggers/redis-list-trigger.js';
import { classWith } from '../support/describe-classes.js';
import { makeInvoker } from '../support/make-invoker.js';
import { element } from '../support/messages.js';

const timedOut = new RedisTriggersError({ code: 'HANDLER_TIMED_OUT', place: 'Handlers.run', what: 'late' });

describe('the observer of attempts', () => {
  let attempts: Attempt[];
  let limit: AbortController;
  let context: InvocationContext;

  beforeEach(() => {
    attempts = [];
    limit = new AbortController();
    const origin = { functionId: 'Handlers.run', logger: silentLogger, signal: limit.signal };
    context = new InvocationContext(origin, [element()]);
  });

  const observe = (call: () => unknown): Promise<unknown> =>
    observeAttempt(context, ['an argument'], call, (attempt) => attempts.push(attempt));

  it('hears what the handler got and returned', async () => {
    expect(await observe(() => 'result')).to.equal('result');
    expect(attempts).to.have.length(1);
    expect(attempts[0]).to.deep.include({
      context,
      attempt: 1,
      arguments: ['an argument'],
      result: 'result',
    });
    expect(attempts[0]?.durationInMs).to.be.within(0, 60_000);
  });

  it('hears what the handler threw, which it hides from nobody', async () => {
    const error = new Error('failed');
    expect(await observe(() => Promise.reject(error)).catch((thrown: unknown) => thrown)).to.equal(error);
    expect(attempts.map((attempt) => attempt.error)).to.deep.equal([error]);
  });

  it('hears once, and at once, of an attempt whose time is over', async () => {
    let end = (): void => undefined;
    const observed = observe(() => new Promise<void>((resolve) => (end = resolve)));
    limit.abort(timedOut);
    expect(attempts.map((attempt) => attempt.error)).to.deep.equal([timedOut]);
    end();
    await observed;
    expect(attempts).to.have.length(1);
  });

  it('hears of no end because of a stop', async () => {
    const observed = observe(() => {
      limit.abort(new Error('a stop'));
      return 'result';
    });
    await observed;
    expect(attempts.map((attempt) => attempt.result)).to.deep.equal(['result']);
  });

  it('is forgotten when the handler has ended: the signal lives longer', async () => {
    await observe(() => undefined);
    expect(getEventListeners(limit.signal, 'abort')).to.deep.equal([]);
  });

  it('hears of what a function does where there is one', async () => {
    const handlers = classWith(RedisListTrigger({ connection: 'c', key: 'k' }), () => 'result');
    const invoker = await makeInvoker(handlers, { onAttempt: (attempt) => attempts.push(attempt) });
    await invoker.execute([element()]);
    expect(attempts.map(({ attempt, result }) => [attempt, result])).to.deep.equal([[1, 'result']]);
  });
});
