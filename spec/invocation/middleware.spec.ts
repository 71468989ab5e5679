import { expect } from 'chai';
import type { Middleware } from '../../lib/messages/middleware.js';
import { RedisListTrigger } from '../../lib/triggers/redis-list-trigger.js';
import { classWith } from '../support/describe-classes.js';
import { makeInvoker } from '../support/make-invoker.js';
import { element } from '../support/messages.js';

describe('middleware', () => {
  const steps: string[] = [];
  beforeEach(() => (steps.length = 0));

  /** The outcome of a handler that notes that it ran, and then does this. */
  async function outcomeWith(middleware: Middleware[], then: () => unknown = () => 'result') {
    const handlers = classWith(RedisListTrigger({ connection: 'c', key: 'k' }), () => {
      steps.push('handler');
      return then();
    });
    const [outcome] = await (await makeInvoker(handlers, { middleware })).execute([element()]);
    return outcome;
  }

  const fail = (): never => {
    throw new Error('failed');
  };

  const noting =
    (name: string): Middleware =>
    async (_context, next) => {
      steps.push(`before ${name}`);
      const result = await next();
      steps.push(`after ${name}`);
      return result;
    };

  it('runs around the handler, the first outermost', async () => {
    expect(await outcomeWith([noting('a'), noting('b')])).to.deep.equal({ status: 'succeeded' });
    expect(steps).to.deep.equal(['before a', 'before b', 'handler', 'after b', 'after a']);
  });

  it('gets what the handler returned, and the context of the invocation', async () => {
    const look: Middleware = async (context, next) => {
      const result = await next();
      steps.push(context.functionId, String(context.messages.length), String(result));
    };
    await outcomeWith([look]);
    expect(steps).to.deep.equal(['handler', 'Handlers.run', '1', 'result']);
  });

  it('may call next again', async () => {
    let failures = 1;
    const again: Middleware = (_context, next) => next().catch(() => next());
    const outcome = await outcomeWith([again], () => (failures-- > 0 ? fail() : undefined));
    expect(outcome).to.deep.equal({ status: 'succeeded' });
    expect(steps).to.deep.equal(['handler', 'handler']);
  });

  it('hears of a handler whose promise has a then of its own that never calls back', async () => {
    const silent = (): unknown => Object.assign(Promise.resolve('kept'), { then: () => undefined });
    expect(await outcomeWith([noting('a'), (_context, next) => next()], silent)).to.deep.equal({
      status: 'succeeded',
    });
    expect(steps).to.deep.equal(['before a', 'handler', 'after a']);
  });

  it('may swallow a failure', async () => {
    const outcome = await outcomeWith([(_context, next) => next().catch(() => undefined)], fail);
    expect(outcome).to.deep.equal({ status: 'succeeded' });
  });

  it('may leave the handler out', async () => {
    expect(await outcomeWith([() => undefined])).to.deep.equal({ status: 'succeeded' });
    expect(steps).to.be.empty;
  });

  it('fails the invocation with what it throws, at once or later', async () => {
    expect(await outcomeWith([fail])).to.include({ status: 'failed', attempts: 1 });
    const later: Middleware = async (_context, next) => {
      await next();
      fail();
    };
    expect(await outcomeWith([later])).to.include({ status: 'failed', attempts: 1 });
  });

  it('is waited for together with a handler that it forgot to wait for', async () => {
    const forgetful: Middleware = (_context, next) => void next();
    const later = async (): Promise<void> => {
      await new Promise((resolve) => setImmediate(resolve));
      steps.push('handler ended');
    };
    expect(await outcomeWith([noting('a'), forgetful, noting('b')], later)).to.deep.equal({
      status: 'succeeded',
    });
    expect(steps).to.deep.equal(['before a', 'before b', 'handler', 'handler ended', 'after b', 'after a']);
    const failing = (): Promise<never> => Promise.resolve().then(fail);
    expect(await outcomeWith([forgetful], failing)).to.include({ status: 'failed' });
  });

  it('is waited for together with what it forgot, though it listened to another call', async () => {
    let runs = 0;
    const half: Middleware = async (_context, next) => {
      void next();
      await next().catch(() => undefined);
    };
    const first = async (): Promise<void> => {
      runs += 1;
      if (runs > 1) return;
      await new Promise((resolve) => setImmediate(resolve));
      throw new Error('the forgotten one failed');
    };
    expect(await outcomeWith([half], first)).to.include({ status: 'failed' });
  });

  it('decides alone where it listens to the handler, and need not wait for it', async () => {
    const hurried: Middleware = (_context, next) => Promise.race([next(), Promise.resolve()]);
    const never = (): Promise<void> => new Promise(() => undefined);
    expect(await outcomeWith([hurried], never)).to.deep.equal({ status: 'succeeded' });
  });

  it('cannot run the handler any more once it has ended', async () => {
    let late: (() => Promise<unknown>) | undefined;
    const keeping: Middleware = (_context, next) => void (late = next);
    expect(await outcomeWith([keeping])).to.deep.equal({ status: 'succeeded' });
    expect(await late?.().catch((error: unknown) => error)).to.include({ code: 'NEXT_TOO_LATE' });
    expect(steps).to.deep.equal([]);
  });
});
