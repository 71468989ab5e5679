import 'reflect-metadata';
import { expect } from 'chai';
import { z } from 'zod';
import type { FunctionDescriptor } from '../../lib/functions/function-descriptor.js';
import { ChannelMessage } from '../../lib/messages/channel-message.js';
import { InvocationContext } from '../../lib/messages/invocation-context.js';
import { ListElement } from '../../lib/messages/list-element.js';
import { RedisMessageModel } from '../../lib/messages/redis-message-model.js';
import { StreamEntry } from '../../lib/messages/stream-entry.js';
import { Context } from '../../lib/triggers/context.js';
import { Inject } from '../../lib/triggers/inject.js';
import { Message } from '../../lib/triggers/message.js';
import { Payload } from '../../lib/triggers/payload.js';
import { RedisListTrigger } from '../../lib/triggers/redis-list-trigger.js';
import { RedisPubSubTrigger } from '../../lib/triggers/redis-pubsub-trigger.js';
import { RedisStreamTrigger } from '../../lib/triggers/redis-stream-trigger.js';
import { classWith, describeClasses } from '../support/describe-classes.js';

class Order {
  id = '';
}
class Shop {}
const schema = z.object({ id: z.string() });

type Kind = FunctionDescriptor['kind'];
type Parameter = ((prototype: object, method: string, index: number) => void) | undefined;

/** A method of which the compiler emitted these types, with these decorators on its parameters. */
interface Signature {
  readonly kind?: Kind;
  readonly options?: object;
  /** undefined: the compiler emitted none. */
  readonly types?: readonly unknown[];
  readonly decorators?: readonly unknown[];
  readonly method?: unknown;
}

function describeSignature({ kind = 'list', options = {}, types, decorators = [], method }: Signature) {
  const triggers = {
    pubsub: RedisPubSubTrigger({ connection: 'c', channel: 'k', ...options }),
    list: RedisListTrigger({ connection: 'c', key: 'k', ...options }),
    stream: RedisStreamTrigger({ connection: 'c', key: 'k', ...options }),
  };
  const handlers = classWith(triggers[kind], method);
  const prototype = handlers.prototype as object;
  (decorators as Parameter[]).forEach((decorate, index) => decorate?.(prototype, 'run', index));
  if (types) Reflect.defineMetadata('design:paramtypes', types, prototype, 'run');
  const { functions, problems } = describeClasses([handlers]);
  return { descriptor: functions[0], problems };
}

function parametersOf(signature: Signature) {
  const { descriptor, problems } = describeSignature(signature);
  expect(problems).to.deep.equal([]);
  return descriptor?.parameters;
}

function problemOf(signature: Signature) {
  const { descriptor, problems } = describeSignature(signature);
  expect(descriptor).to.equal(undefined);
  expect(problems).to.have.length(1);
  expect(problems[0]).to.include({ place: 'Handlers.run' });
  return problems[0];
}

const model = { from: 'message', form: 'model' };
const raw = { from: 'message', form: 'raw' };
const text = { from: 'message', form: 'text' };
const bytes = { from: 'message', form: 'bytes' };
const context = { from: 'context' };
const payload = { from: 'payload' };

describe('a parameter of a reflected type', () => {
  const cases: [string, Signature, unknown[]][] = [
    ['RedisMessageModel is the model', { types: [RedisMessageModel] }, [model]],
    ['String is the text', { types: [String] }, [text]],
    ['Buffer is the bytes', { types: [Buffer] }, [bytes]],
    ['ListElement is the raw form', { types: [ListElement] }, [raw]],
    ['ChannelMessage is the raw form', { kind: 'pubsub', types: [ChannelMessage] }, [raw]],
    ['StreamEntry is the raw form', { kind: 'stream', types: [StreamEntry] }, [raw]],
    ['InvocationContext is the context', { types: [InvocationContext] }, [context]],
    ['AbortSignal is the signal', { types: [AbortSignal] }, [{ from: 'signal' }]],
    ["the trigger's payload is the payload", { options: { payload: Order }, types: [Order] }, [payload]],
    ['any other class is a service', { types: [Shop] }, [{ from: 'container', token: Shop }]],
    ['no parameter at all is fine', { types: [] }, []],
    [
      'several stand in their order, in any',
      { types: [Shop, InvocationContext, String, RedisMessageModel] },
      [{ from: 'container', token: Shop }, context, text, model],
    ],
    [
      'Buffer of a stream is its payload field',
      { kind: 'stream', options: { payloadField: 'data' }, types: [Buffer] },
      [bytes],
    ],
    ['Array of a batch is the models', { options: { batch: true }, types: [Array] }, [model]],
    [
      'Array of a batch with a payload is the payloads',
      { options: { batch: true, payload: Order }, types: [Array] },
      [payload],
    ],
  ];
  for (const [what, signature, parameters] of cases) {
    it(what, () => expect(parametersOf(signature)).to.deep.equal(parameters));
  }

  const erased: [string, unknown][] = [
    ['an interface or union', Object],
    ['`import type`', Function],
    ['a number', Number],
    ['a boolean', Boolean],
    ['an array without `batch`', Array],
    ['a promise', Promise],
    ['a map', Map],
    ['a cycle of imports', undefined],
  ];
  for (const [what, type] of erased) {
    it(`that is erased (${what}) is a problem`, () => {
      const problem = problemOf({ types: [RedisMessageModel, type] });
      expect(problem?.code).to.equal('PARAMETER_TYPE_ERASED');
      expect(problem?.what).to.match(/^parameter 2 /);
    });
  }

  const unbindable: [string, Signature][] = [
    ['ListElement of a stream', { kind: 'stream', types: [ListElement] }],
    ['StreamEntry of pub/sub', { kind: 'pubsub', types: [StreamEntry] }],
    ['ChannelMessage of a list', { kind: 'list', types: [ChannelMessage] }],
    ['Buffer of a stream without payloadField', { kind: 'stream', types: [Buffer] }],
    ['one message of a batch', { options: { batch: true }, types: [RedisMessageModel] }],
    ['one payload of a batch', { options: { batch: true, payload: Order }, types: [Order] }],
  ];
  for (const [what, signature] of unbindable) {
    it(`that the trigger cannot give (${what}) is a problem`, () => {
      expect(problemOf(signature)?.code).to.equal('PARAMETER_UNBINDABLE');
    });
  }
});

describe('a parameter that a decorator names', () => {
  const cases: [string, Signature, unknown[]][] = [
    ['@Message() is the model', { types: [Object], decorators: [Message()] }, [model]],
    ['@Message() has the form of its type', { types: [String], decorators: [Message()] }, [text]],
    ['@Message(Buffer) is the bytes', { types: [Object], decorators: [Message(Buffer)] }, [bytes]],
    ['@Message(ListElement) needs no types', { decorators: [Message(ListElement)] }, [raw, context]],
    [
      '@Message(ListElement) of a batch is the elements',
      { options: { batch: true }, types: [Array], decorators: [Message(ListElement)] },
      [raw],
    ],
    ['@Context() is the context', { types: [Object], decorators: [Context()] }, [context]],
    [
      '@Inject() is a service',
      { types: [Object], decorators: [Inject('db')] },
      [{ from: 'container', token: 'db' }],
    ],
    ['@Payload() is the class of its type', { types: [Order], decorators: [Payload()] }, [payload]],
    ['@Payload(Order) needs no type', { types: [Object], decorators: [Payload(Order)] }, [payload]],
    ['@Payload(schema) takes a schema', { types: [Object], decorators: [Payload(schema)] }, [payload]],
    [
      "@Payload() takes the trigger's payload",
      { options: { payload: schema }, types: [Object], decorators: [Payload()] },
      [payload],
    ],
    [
      '@Payload() of a batch is the payloads',
      { options: { batch: true, payload: Order }, types: [Array], decorators: [Payload()] },
      [payload],
    ],
    [
      'may be the third without types',
      { decorators: [undefined, undefined, Inject('db')] },
      [model, context, { from: 'container', token: 'db' }],
    ],
  ];
  for (const [what, signature, parameters] of cases) {
    it(what, () => expect(parametersOf(signature)).to.deep.equal(parameters));
  }

  it('gives the function its payload', () => {
    const decorators = [Payload(schema)];
    expect(describeSignature({ types: [Object], decorators }).descriptor).to.include({ payload: schema });
    expect(describeSignature({ types: [Order], decorators: [Payload()] }).descriptor).to.include({
      payload: Order,
    });
  });

  const problems: [string, Signature, string][] = [
    ['@Payload() of an erased type', { types: [Object], decorators: [Payload()] }, 'PARAMETER_TYPE_ERASED'],
    ['@Payload() without types', { decorators: [Payload()] }, 'PARAMETER_TYPE_ERASED'],
    ['@Payload() of a message type', { types: [String], decorators: [Payload()] }, 'PARAMETER_TYPE_ERASED'],
    [
      "@Payload(Order) beside the trigger's other payload",
      { options: { payload: schema }, types: [Order], decorators: [Payload(Order)] },
      'OPTION_CONFLICT',
    ],
    [
      '@Payload() of one payload of a batch',
      { options: { batch: true }, types: [Order], decorators: [Payload()] },
      'PARAMETER_UNBINDABLE',
    ],
    ['@Message(Shop)', { types: [Object], decorators: [Message(Shop)] }, 'PARAMETER_UNBINDABLE'],
    [
      '@Message(StreamEntry) of a list',
      { types: [Object], decorators: [Message(StreamEntry)] },
      'PARAMETER_UNBINDABLE',
    ],
    [
      '@Message() of an array without batch',
      { types: [Array], decorators: [Message()] },
      'PARAMETER_UNBINDABLE',
    ],
    [
      '@Message() of one message of a batch',
      { options: { batch: true }, types: [ListElement], decorators: [Message()] },
      'PARAMETER_UNBINDABLE',
    ],
    [
      '@Inject() of nothing',
      { types: [Object], decorators: [Inject(undefined as never)] },
      'PARAMETER_TYPE_ERASED',
    ],
  ];
  for (const [what, signature, code] of problems) {
    it(`${what} is a problem`, () => expect(problemOf(signature)?.code).to.equal(code));
  }
});

describe('parameters without any reflected types', () => {
  it('are the model and the context', () => {
    const method = (_message: unknown, _context: unknown): void => undefined;
    expect(parametersOf({ method })).to.deep.equal([model, context]);
  });

  it('are the same for a method that another decorator has wrapped', () => {
    const method = (..._rest: unknown[]): void => undefined;
    expect(parametersOf({ method })).to.deep.equal([model, context]);
  });

  it('are the payload and the context where the trigger has a payload', () => {
    const method = (_order: unknown, _context: unknown): void => undefined;
    expect(parametersOf({ options: { payload: Order }, method })).to.deep.equal([payload, context]);
    const batch = { payload: Order, batch: true };
    expect(parametersOf({ options: batch, method })).to.deep.equal([payload, context]);
  });

  it('have the message first where a decorator names another one as the payload', () => {
    const decorators = [undefined, Payload()];
    expect(parametersOf({ options: { payload: Order }, decorators })).to.deep.equal([model, payload]);
  });

  it('are said to be bound by position, unless something says what they take or there are none', () => {
    const one = (_message: unknown): void => undefined;
    const withDefault = (_message: unknown = ''): void => undefined;
    const isByPosition = (signature: Signature) => describeSignature(signature).descriptor?.byPosition;
    for (const method of [one, withDefault, (..._rest: unknown[]): void => undefined])
      expect(isByPosition({ method })).to.equal(true);
    expect(isByPosition({ method: (): void => undefined })).to.equal(undefined);
    expect(isByPosition({ method: one, types: [String] })).to.equal(undefined);
    expect(isByPosition({ method: one, decorators: [Message()] })).to.equal(undefined);
    expect(isByPosition({ method: one, options: { args: [Message()] } })).to.equal(undefined);
  });

  it('are the models and the context of a batch', () => {
    expect(parametersOf({ options: { batch: true } })).to.deep.equal([model, context]);
  });

  it('must not be more than two: the remedy names the setting of the toolchain', () => {
    const method = (_message: unknown, _context: unknown, _shop: unknown): void => undefined;
    const { problems } = describeSignature({ method });
    expect(problems.map(({ code, what }) => [code, what.slice(0, 11)])).to.deep.equal([
      ['PARAMETER_TYPES_MISSING', 'parameter 3'],
    ]);
  });
});

describe('the decorators on real methods', () => {
  class Real {
    @RedisStreamTrigger({ connection: 'c', key: 'k', payload: Order })
    run(
      _entry: StreamEntry,
      _order: Order,
      _signal: AbortSignal,
      @Inject('db') _database: unknown,
      @Context() _context: unknown,
      _shop: Shop,
    ): void {
      // only its description is looked at
    }
  }

  it('are read together with what the compiler emits', () => {
    const { functions } = describeClasses([Real]);
    expect(functions[0]?.parameters).to.deep.equal([
      raw,
      payload,
      { from: 'signal' },
      { from: 'container', token: 'db' },
      context,
      { from: 'container', token: Shop },
    ]);
  });
});
