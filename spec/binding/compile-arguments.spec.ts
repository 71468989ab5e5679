import { expect } from 'chai';
import { compileArguments } from '../../lib/binding/compile-arguments.js';
import { RedisTriggersError } from '../../lib/errors/redis-triggers-error.js';
import { silentLogger } from '../../lib/logging/silent-logger.js';
import { InvocationContext } from '../../lib/messages/invocation-context.js';
import { ListElement } from '../../lib/messages/list-element.js';
import type { RawMessage } from '../../lib/messages/raw-message.js';
import { RedisMessageModel } from '../../lib/messages/redis-message-model.js';
import { StreamEntry } from '../../lib/messages/stream-entry.js';
import type { Class } from '../../lib/metadata/class.js';
import { Message } from '../../lib/triggers/message.js';
import { Payload } from '../../lib/triggers/payload.js';
import { RedisListTrigger } from '../../lib/triggers/redis-list-trigger.js';
import { RedisStreamTrigger } from '../../lib/triggers/redis-stream-trigger.js';
import { describeOne } from '../support/describe-classes.js';
import { element, entry } from '../support/messages.js';

const binary = Buffer.from([0xff, 0x00, 0xfe]);
const { signal } = new AbortController();
const on = { connection: 'c', key: 'k' };

class Order {}
class Shop {}

function argumentsFor(
  handlerClass: Class,
  messages: readonly RawMessage[],
  payloads: readonly unknown[] = [],
) {
  const context = new InvocationContext(
    { functionId: 'f', logger: silentLogger, signal },
    messages,
    payloads,
  );
  const instances = { get: (token: unknown) => ({ madeOf: token }) };
  const args = compileArguments(describeOne(handlerClass))(context, instances) as unknown[];
  return { context, args };
}

describe('the arguments of a handler', () => {
  class Everything {
    @RedisListTrigger({ ...on, payload: Order })
    run(
      _model: RedisMessageModel,
      _element: ListElement,
      _text: string,
      _bytes: Buffer,
      _context: InvocationContext,
      _signal: AbortSignal,
      _order: Order,
      _shop: Shop,
    ): void {
      // never runs
    }
  }

  it('are what its parameters ask for', () => {
    const message = element('text');
    const { args, context } = argumentsFor(Everything, [message], ['the payload']);
    expect(args).to.deep.equal([
      new RedisMessageModel('k', 'text'),
      message,
      'text',
      Buffer.from('text'),
      context,
      signal,
      'the payload',
      { madeOf: Shop },
    ]);
  });

  it('hold the bytes as they came', () => {
    const { args } = argumentsFor(Everything, [element(binary)]);
    expect(args[3]).to.deep.equal(binary);
    expect(args[2]).to.equal('\uFFFD\u0000\uFFFD');
  });

  it('are arrays for a batch', () => {
    class Batch {
      @RedisListTrigger({ ...on, batch: true })
      run(
        _models: RedisMessageModel[],
        @Message(ListElement) _elements: ListElement[],
        @Payload(Order) _orders: Order[],
        _context: InvocationContext,
      ): void {
        // never runs
      }
    }
    const messages = [element('a'), element('')];
    const { args, context } = argumentsFor(Batch, messages, [1, 2]);
    expect(args).to.deep.equal([
      [new RedisMessageModel('k', 'a'), new RedisMessageModel('k', '')],
      messages,
      [1, 2],
      context,
    ]);
  });

  it('are the fields of an entry as JSON for a text', () => {
    class Text {
      @RedisStreamTrigger(on)
      run(_text: string, _entry: StreamEntry): void {
        // never runs
      }
    }
    const message = entry('a', 'b');
    expect(argumentsFor(Text, [message]).args).to.deep.equal(['{"a":"b"}', message]);
  });

  it('are the payload field of an entry for a text or bytes, which must be there', () => {
    class Field {
      @RedisStreamTrigger({ ...on, payloadField: 'data' })
      run(_text: string, _bytes: Buffer): void {
        // never runs
      }
    }
    const { args } = argumentsFor(Field, [entry('x', 'y', 'data', binary)]);
    expect(args[1]).to.deep.equal(binary);
    expect(() => argumentsFor(Field, [entry('x', 'y')]))
      .to.throw(RedisTriggersError, 'no field "data"')
      .that.includes({ code: 'PAYLOAD_INVALID' });
  });
});
