import { expect } from 'chai';
import { RedisTriggersError } from '../../lib/errors/redis-triggers-error.js';
import { Message } from '../../lib/triggers/message.js';
import { RedisListTrigger } from '../../lib/triggers/redis-list-trigger.js';
import { RedisPubSubTrigger } from '../../lib/triggers/redis-pubsub-trigger.js';
import { RedisStreamTrigger } from '../../lib/triggers/redis-stream-trigger.js';

const trigger = RedisListTrigger({ connection: 'c', key: 'k' }) as (...args: unknown[]) => void;

describe('a trigger that is applied as a standard (TC39) decorator', () => {
  const contexts: [string, unknown, object][] = [
    ['a method', () => undefined, { kind: 'method', name: 'run' }],
    ['a field', undefined, { kind: 'field', name: 'run' }],
  ];
  for (const [what, value, context] of contexts) {
    it(`of ${what} names the setting of the compiler`, () => {
      expect(() => trigger(value, context))
        .to.throw(RedisTriggersError, 'experimentalDecorators')
        .that.includes({ code: 'DECORATOR_UNSUPPORTED', place: 'run' });
    });
  }
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
