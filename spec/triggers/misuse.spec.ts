import { expect } from 'chai';
import { RedisTriggersError } from '../../lib/errors/redis-triggers-error.js';
import { Message } from '../../lib/triggers/message.js';
import { RedisListTrigger } from '../../lib/triggers/redis-list-trigger.js';

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

describe('a parameter decorator on a constructor', () => {
  it("points to the container's own", () => {
    class Handlers {}
    expect(() => Message()(Handlers, undefined, 0))
      .to.throw(RedisTriggersError, '@inject()')
      .that.includes({ code: 'HANDLER_INVALID', place: 'Handlers' });
  });
});
