import { expect } from 'chai';
import type { Middleware } from '../../lib/messages/middleware.js';
import { ExponentialBackoffRetry } from '../../lib/triggers/exponential-backoff-retry.js';
import { FixedDelayRetry } from '../../lib/triggers/fixed-delay-retry.js';
import { RedisListTrigger } from '../../lib/triggers/redis-list-trigger.js';
import { RedisStreamTrigger } from '../../lib/triggers/redis-stream-trigger.js';
import type { RetryOptions } from '../../lib/triggers/retry-options.js';
import { UseMiddleware } from '../../lib/triggers/use-middleware.js';
import type { Class } from '../../lib/metadata/class.js';
import { describeClasses, describeOne } from '../support/describe-classes.js';

const trigger = (name?: string, retry?: RetryOptions): MethodDecorator =>
  RedisListTrigger({ connection: 'c', key: 'k', ...(name && { name }), ...(retry && { retry }) });

const fixed = (maxRetryCount: number, delayIntervalInMs: number): RetryOptions => ({
  strategy: 'fixedDelay',
  maxRetryCount,
  delayIntervalInMs,
});

/** A class whose method `run` has these decorators, the first on top. */
function decorated(...decorators: MethodDecorator[]): Class {
  class Handlers {
    run(): void {
      // only its description is looked at
    }
  }
  const descriptor = Object.getOwnPropertyDescriptor(Handlers.prototype, 'run') as PropertyDescriptor;
  for (const decorate of decorators.reverse()) decorate(Handlers.prototype, 'run', descriptor);
  return Handlers;
}

const problemsOf = (...classes: Class[]): string[][] =>
  describeClasses(classes).problems.map(({ code, place, what }) => [code, place, what]);

describe('a retry decorator', () => {
  it('equals the option `retry`, above the trigger and below it', () => {
    const backoff = {
      strategy: 'exponentialBackoff',
      maxRetryCount: -1,
      minimumIntervalInMs: 100,
      maximumIntervalInMs: 60_000,
    };
    expect(describeOne(decorated(FixedDelayRetry(3, 500), trigger())).retry).to.deep.equal(fixed(3, 500));
    expect(describeOne(decorated(trigger(), FixedDelayRetry(3, '00:00:00.5'))).retry).to.deep.equal(
      fixed(3, 500),
    );
    const { retry } = describeOne(decorated(trigger(), ExponentialBackoffRetry(-1, 100, '00:01:00')));
    expect(retry).to.deep.equal(backoff).and.to.be.frozen;
  });

  it('holds for every trigger of its method', () => {
    const two = decorated(trigger('a'), FixedDelayRetry(1, 1), trigger('b'));
    expect(describeClasses([two]).functions.map(({ retry }) => retry)).to.deep.equal([
      fixed(1, 1),
      fixed(1, 1),
    ]);
  });

  it('on a class holds for the functions that say nothing themselves', () => {
    @FixedDelayRetry(1, 1)
    class Handlers {
      @RedisListTrigger({ connection: 'c', key: 'k' })
      plain(): void {
        // only its description is looked at
      }

      @RedisListTrigger({ connection: 'c', key: 'k', retry: fixed(2, 2) })
      withOption(): void {
        // only its description is looked at
      }

      @FixedDelayRetry(3, 3)
      @RedisStreamTrigger({ connection: 'c', key: 'k' })
      withDecorator(): void {
        // only its description is looked at
      }
    }
    const { functions, problems } = describeClasses([Handlers]);
    expect(problems).to.deep.equal([]);
    expect(functions.map(({ retry }) => retry)).to.deep.equal([fixed(1, 1), fixed(2, 2), fixed(3, 3)]);
  });

  it('may say the same as the option, and nothing else', () => {
    expect(problemsOf(decorated(trigger('a', fixed(1, 1)), FixedDelayRetry(1, 1)))).to.deep.equal([]);
    const option = 'the option "retry" and the decorator @FixedDelayRetry disagree';
    expect(problemsOf(decorated(FixedDelayRetry(1, 2), trigger('a', fixed(1, 1))))).to.deep.equal([
      ['OPTION_CONFLICT', 'Handlers.run', option],
    ]);
    const both = 'the decorators @ExponentialBackoffRetry and @FixedDelayRetry disagree';
    expect(
      problemsOf(decorated(ExponentialBackoffRetry(1, 1, 1), trigger(), FixedDelayRetry(1, 1))),
    ).to.deep.equal([['OPTION_CONFLICT', 'Handlers.run', both]]);
  });

  it('is checked as the option is, and each problem is told once', () => {
    const wrong = decorated(trigger('a'), trigger('b'), FixedDelayRetry(-2, 'soon'));
    expect(problemsOf(wrong)).to.deep.equal([
      [
        'OPTION_INVALID',
        'Handlers.run',
        'the decorator @FixedDelayRetry needs a `maxRetryCount`, which must be a whole number of at least -1',
      ],
    ]);
    expect(problemsOf(decorated(trigger(), ExponentialBackoffRetry(1, 10, 5)))[0]?.[2]).to.equal(
      'the decorator @ExponentialBackoffRetry has a `minimumIntervalInMs` above its `maximumIntervalInMs`',
    );
    expect(problemsOf(decorated(trigger(), FixedDelayRetry(1, 'soon')))[0]?.[2]).to.include(
      'delayIntervalInMs',
    );
  });

  it('needs a method with a trigger', () => {
    class Handlers {
      @FixedDelayRetry(1, 1)
      alone(): void {
        // only its description is looked at
      }

      @UseMiddleware()
      static onClass(): void {
        // only its description is looked at
      }

      @RedisListTrigger({ connection: 'c', key: 'k' })
      run(): void {
        // only its description is looked at
      }
    }
    expect(problemsOf(Handlers)).to.deep.equal([
      ['HANDLER_INVALID', 'Handlers.onClass', 'the decorator @UseMiddleware is on a static method'],
      [
        'HANDLER_INVALID',
        'Handlers.alone',
        'the decorator @FixedDelayRetry is on a method without a trigger',
      ],
    ]);
  });

  it('as a standard (TC39) decorator needs metadata from the compiler', () => {
    const decorate = FixedDelayRetry(1, 1) as unknown as (value: unknown, context: unknown) => void;
    const apply = (): void => decorate(class Orders {}, { kind: 'class', name: 'Orders' });
    expect(apply).to.throw('no metadata').with.property('code', 'DECORATOR_UNSUPPORTED');
  });
});

describe('@UseMiddleware', () => {
  const one: Middleware = (_context, next) => next();
  const two: Middleware = (_context, next) => next();
  const three: Middleware = (_context, next) => next();

  it('on a class is around that on a method, each from the top down', () => {
    const handlers = decorated(UseMiddleware(two), trigger(), UseMiddleware(three));
    UseMiddleware(one)(handlers);
    expect(describeOne(handlers).middleware).to.deep.equal([one, two, three]).and.to.be.frozen;
  });

  it('takes functions only', () => {
    const handlers = decorated(trigger(), UseMiddleware(one, 'two' as never));
    UseMiddleware(undefined as never)(handlers);
    expect(problemsOf(handlers)).to.deep.equal([
      ['OPTION_INVALID', 'Handlers', 'argument 1 of the decorator @UseMiddleware is not a function'],
      ['OPTION_INVALID', 'Handlers.run', 'argument 2 of the decorator @UseMiddleware is not a function'],
    ]);
  });
});

describe('decorators of a parent class', () => {
  const ofParent: Middleware = (_context, next) => next();
  const ofChild: Middleware = (_context, next) => next();
  const onMethod: Middleware = (_context, next) => next();
  const onOverride: Middleware = (_context, next) => next();

  @UseMiddleware(ofParent)
  @FixedDelayRetry(1, 1)
  class Parent {
    @UseMiddleware(onMethod)
    @FixedDelayRetry(2, 2)
    @RedisListTrigger({ connection: 'c', key: 'k' })
    overridden(): void {
      // only its description is looked at
    }

    @UseMiddleware(onMethod)
    @FixedDelayRetry(2, 2)
    @RedisListTrigger({ connection: 'c', key: 'k' })
    redecorated(): void {
      // only its description is looked at
    }
  }

  @UseMiddleware(ofChild)
  class Child extends Parent {
    @UseMiddleware(onOverride)
    override overridden(): void {
      // keeps the parent's trigger
    }

    @RedisListTrigger({ connection: 'c', key: 'k' })
    override redecorated(): void {
      // has a trigger of its own
    }
  }

  const { functions, problems } = describeClasses([Child]);
  const named = (name: string) => functions.find(({ method }) => method === name);

  it('hold for its subclasses: its middleware is around theirs, and the nearest retry counts', () => {
    expect(problems).to.deep.equal([]);
    expect(named('overridden')?.middleware).to.deep.equal([ofParent, ofChild, onMethod, onOverride]);
    expect(named('overridden')?.retry).to.deep.equal(fixed(2, 2));
  });

  it('on a method do not hold for one that has a trigger of its own', () => {
    expect(named('redecorated')?.middleware).to.deep.equal([ofParent, ofChild]);
    expect(named('redecorated')?.retry).to.deep.equal(fixed(1, 1));
  });

  it('leave the parent as it was', () => {
    expect(describeClasses([Parent]).functions.map(({ middleware }) => middleware)).to.deep.equal([
      [ofParent, onMethod],
      [ofParent, onMethod],
    ]);
  });
});
