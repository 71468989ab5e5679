import 'reflect-metadata';
import { expect } from 'chai';
import { RedisTriggersError } from '../../lib/errors/redis-triggers-error.js';
import { Context } from '../../lib/triggers/context.js';
import { defineList } from '../../lib/triggers/define-list.js';
import { Inject } from '../../lib/triggers/inject.js';
import { Message } from '../../lib/triggers/message.js';
import { Payload } from '../../lib/triggers/payload.js';
import { RedisListTrigger } from '../../lib/triggers/redis-list-trigger.js';
import { RedisPubSubTrigger } from '../../lib/triggers/redis-pubsub-trigger.js';
import { RedisStreamTrigger } from '../../lib/triggers/redis-stream-trigger.js';
import { classWith, describeClasses, describeOne } from '../support/describe-classes.js';

const trigger = RedisListTrigger({ connection: 'c', key: 'k' }) as (...args: unknown[]) => void;

/** What a compiler calls a standard decorator with, and the problems of a class that was decorated so. */
function standardProblems(context: object): readonly unknown[] {
  class Orders {}
  const metadata = {};
  trigger(undefined, { name: 'onOrder', static: false, private: false, metadata, ...context });
  Object.defineProperty(Orders, Symbol.for('Symbol.metadata'), { value: metadata });
  return describeClasses([Orders]).problems;
}

describe('a trigger as a standard (TC39) decorator', () => {
  const misplaced: [string, object][] = [
    ['a static method', { kind: 'method', static: true }],
    ['a #private method', { kind: 'method', name: '#onOrder', private: true }],
    ['something that is not a method', { kind: 'field' }],
    ['something that is not a method', { kind: 'getter' }],
    ['something that is not a method', { kind: 'accessor' }],
  ];
  for (const [where, context] of misplaced) {
    it(`is a problem on ${where} (${Object.values(context).join(', ')})`, () => {
      const { name = 'onOrder' } = context as { name?: string };
      const what = `a trigger decorator is on ${where}`;
      expect(standardProblems(context)).to.deep.equal([
        { code: 'HANDLER_INVALID', place: `Orders.${name}`, what },
      ]);
    });
  }

  it('is refused where the compiler gives no metadata', () => {
    expect(() => trigger(() => undefined, { kind: 'method', name: 'onOrder' }))
      .to.throw(RedisTriggersError, 'TypeScript 5.2 or later')
      .that.includes({ code: 'DECORATOR_UNSUPPORTED', place: 'onOrder' });
  });

  it('names a third parameter that nothing binds, with the option that binds it', () => {
    class Orders {
      onOrder(_message: unknown, _context: unknown, _shop: unknown): void {
        // only its description is looked at
      }
    }
    const metadata = {};
    trigger(() => undefined, { kind: 'method', name: 'onOrder', static: false, private: false, metadata });
    Object.defineProperty(Orders, Symbol.for('Symbol.metadata'), { value: metadata });
    const [problem, ...others] = describeClasses([Orders]).problems;
    expect(others).to.deep.equal([]);
    expect(problem).to.include({ code: 'PARAMETER_TYPES_MISSING', place: 'Orders.onOrder' });
    expect(problem?.what).to.match(/^parameter 3 /);
    expect(problem?.remedy).to.include('`args: [Message(), Context(), Inject(Shop)]`');
  });
});

describe('the option args', () => {
  class Shop {}
  const problemsOf = (args: unknown, decorate?: (prototype: object) => void) => {
    const decorated = classWith(
      RedisListTrigger({ connection: 'c', key: 'k', args: args as [] }),
      (_message: unknown, _shop: unknown) => undefined,
    );
    decorate?.(decorated.prototype as object);
    return describeClasses([decorated]).problems.map(({ code, what }) => `${code}: ${what}`);
  };

  it('that is no list of bindings is a problem which says where', () => {
    const start = 'OPTION_INVALID: the option "args"';
    expect(problemsOf('payload')[0]).to.include(`${start} must be an array such as`);
    for (const wrong of [Payload, Shop, undefined, 'payload', () => undefined])
      expect(problemsOf([Message(), wrong])[0]).to.include(`${start} has something at position 2`);
  });

  it('that leaves out a parameter is a problem', () => {
    const what = 'parameter 2 is given nothing by the option "args"';
    expect(problemsOf([Message()])).to.deep.equal([`PARAMETER_UNBINDABLE: ${what}`]);
  });

  it('beside a decorator of a parameter is a problem', () => {
    const decorate = (prototype: object): void => Message()(prototype, 'run', 1);
    const what = 'parameter 2 has a decorator beside the option "args"';
    expect(problemsOf([Message(), Inject(Shop)], decorate)).to.deep.equal([`OPTION_CONFLICT: ${what}`]);
  });

  it('is no part of a definition', () => {
    const definition = defineList('k', { connection: 'c', args: [Context()] } as never);
    const { problems } = describeClasses([classWith(RedisListTrigger(definition))]);
    expect(problems.map(({ code, what }) => `${code}: ${what}`)).to.deep.equal([
      'OPTION_CONFLICT: in its definition, the option "args" is about one method',
    ]);
  });

  it('says the same whatever types were emitted', () => {
    const handlers = classWith(
      RedisListTrigger({ connection: 'c', key: 'k', args: [Message(), Inject(Shop)] }),
      (_text: unknown, _shop: unknown) => undefined,
    );
    Reflect.defineMetadata('design:paramtypes', [String, Object], handlers.prototype as object, 'run');
    expect(describeOne(handlers).parameters).to.deep.equal([
      { from: 'message', form: 'model' },
      { from: 'container', token: Shop },
    ]);
  });
});

describe('a trigger on a class', () => {
  const classes: [string, unknown][] = [
    ['a standard', { kind: 'class', name: 'Orders' }],
    ['a legacy', undefined],
  ];
  for (const [what, context] of classes) {
    it(`is sent to a method, as ${what} decorator`, () => {
      expect(() => trigger(class Orders {}, context))
        .to.throw(RedisTriggersError, 'the decorator stands on the class. Put it on the method')
        .that.includes({ code: 'DECORATOR_UNSUPPORTED', place: 'Orders' });
    });
  }
});

describe('a trigger without parentheses', () => {
  const triggers = { RedisListTrigger, RedisPubSubTrigger, RedisStreamTrigger } as unknown as Record<
    string,
    (...args: unknown[]) => unknown
  >;
  for (const [name, bare] of Object.entries(triggers)) {
    it(`is told to be called: @${name}`, () => {
      const remedy = `@${name} stands there without options. Call it: @${name}({ connection, … }).`;
      const run = (): void => undefined;
      for (const args of [
        [{}, 'run', { value: run }],
        [run, { kind: 'method', name: 'run' }],
      ])
        expect(() => bare(...args))
          .to.throw(RedisTriggersError, remedy)
          .that.includes({ code: 'DECORATOR_UNSUPPORTED', place: 'run' });
    });
  }
});

describe('a parameter decorator on a constructor', () => {
  it("points to the container's own", () => {
    class Handlers {}
    expect(() => Message()(Handlers, undefined, 0))
      .to.throw(RedisTriggersError, '@inject()')
      .that.includes({ code: 'HANDLER_INVALID', place: 'Handlers' });
  });
});
