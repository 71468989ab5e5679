import { expect } from 'chai';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Redis } from 'ioredis';
import { createRuntime } from '../../lib/create-runtime.js';
import type { RedisMessageModel } from '../../lib/messages/redis-message-model.js';
import type { Runtime } from '../../lib/runtime/runtime.js';
import type { RuntimeOptions } from '../../lib/runtime/runtime-options.js';
import type { Class } from '../../lib/metadata/class.js';
import { RedisListTrigger } from '../../lib/triggers/redis-list-trigger.js';
import { classWith } from '../support/describe-classes.js';
import { rejectionOf } from '../support/rejection-of.js';

const trigger = (options: object = {}): MethodDecorator =>
  RedisListTrigger({ connection: 'shop', key: 'orders', ...options });

/** As a compiler emits the type of the first parameter. */
function taking(type: unknown): Class {
  const handlers = classWith(trigger(), (_message: RedisMessageModel) => undefined);
  Reflect.defineMetadata('design:paramtypes', [type], handlers.prototype as object, 'run');
  return handlers;
}

const errorOf = (options: Partial<Record<keyof RuntimeOptions, unknown>>): Promise<Error> =>
  rejectionOf(
    createRuntime({ connections: { shop: '127.0.0.1:1' }, logger: false, ...options } as RuntimeOptions),
  );

describe('a mistake that many make', () => {
  for (const type of [Number, Boolean, Date, BigInt]) {
    it(`a parameter of the type ${type.name}: is told how a message becomes one`, async () => {
      const { message } = await errorOf({ handlers: [taking(type)] });
      expect(message).to.include(
        `(the compiler emitted ${type.name}). A message is a text: take it as a string`,
      );
      expect(message).to.not.include('import type');
    });
  }

  it('an array without `batch`: is told of both ways', async () => {
    const { message } = await errorOf({ handlers: [taking(Array)] });
    expect(message).to.include('Take one message, or set `batch: true` in the trigger');
  });

  it('an instance among the handlers: is named', async () => {
    class Orders {}
    const { message } = await errorOf({ handlers: [new Orders()] });
    expect(message).to.include('it has an instance of Orders, in place of the class');
    expect((await errorOf({ handlers: [{}] })).message).to.not.include('an instance');
    expect((await errorOf({ handlers: [undefined] })).message).to.include('must be an array of classes');
  });

  it('`await` forgotten before createRuntime: is said where the promise is used as the runtime', async () => {
    const connections = { shop: '127.0.0.1:1' };
    const promise = createRuntime({ handlers: [taking(String)], connections, logger: false });
    const isItNot = promise as unknown as Runtime;
    const words = /asked of the promise that createRuntime returns\. Wait for it: .*await createRuntime/;
    expect(() => isItNot.start())
      .to.throw(words)
      .with.property('code', 'RUNTIME_STATE');
    expect(() => isItNot.sender).to.throw(words);
    const runtime = await promise;
    expect(Object.keys(promise)).to.deep.equal([]);
    await runtime.stop();
  });

  it('a client as a connection: is told to give its options', async () => {
    const client = new Redis({ lazyConnect: true });
    const error = await errorOf({ handlers: [taking(String)], connections: { shop: client } });
    expect(error).to.include({ code: 'CONNECTION_UNSUPPORTED', place: 'shop' });
    expect(error.message).to.include('it is a client of ioredis');
  });

  it('a `count` that is a time: is too large', async () => {
    const handlers = [classWith(trigger({ count: 1e9 }), (_message: RedisMessageModel) => undefined)];
    expect((await errorOf({ handlers })).message).to.match(/"count" must be .* 1 to 100000/);
  });

  it('an event that there is not: names the nearest', async () => {
    const runtime = await createRuntime({
      handlers: [taking(String)],
      connections: { shop: '127.0.0.1:1' },
      logger: false,
    });
    const on = (name: string): unknown => runtime.on(name as never, () => undefined);
    expect(() => on('invocationFaild')).to.throw(
      'there is no event "invocationFaild". Did you mean invocationFailed?',
    );
    expect(() => on('toString')).to.throw('The events are functionStarted, ');
    expect(() => runtime.once('error' as never, () => undefined)).to.throw('there is no event "error"');
    await runtime.stop();
  });

  it('the port of a web server: is recognized', async () => {
    const server = createServer((_request, response) => response.end('hello'));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const runtime = await createRuntime({
      handlers: [taking(String)],
      connections: { shop: `127.0.0.1:${port}` },
      logger: false,
    });
    const ending = new AbortController();
    runtime.on('listenerFailed', () => ending.abort());
    const error = await rejectionOf(runtime.start({ signal: ending.signal }));
    expect(error.message).to.include('a web server answers there, and no Redis. Correct the address');
    server.close();
  });
});
