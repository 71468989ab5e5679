import { expect } from 'chai';
import { IsInt } from 'class-validator';
import { Lifecycle, scoped, singleton } from 'tsyringe';
import { InvocationContext } from '../../../lib/messages/invocation-context.js';
import { ListElement } from '../../../lib/messages/list-element.js';
import { RedisMessageModel } from '../../../lib/messages/redis-message-model.js';
import { StreamEntry } from '../../../lib/messages/stream-entry.js';
import { invoke } from '../../../lib/testing/kit/invoke.js';
import { RedisListTrigger } from '../../../lib/triggers/redis-list-trigger.js';
import { RedisPubSubTrigger } from '../../../lib/triggers/redis-pubsub-trigger.js';
import { RedisStreamTrigger } from '../../../lib/triggers/redis-stream-trigger.js';

class Order {
  @IsInt()
  id!: number;
}

@singleton()
class Prices {
  of(id: number): number {
    return id * 100;
  }
}

@singleton()
class Orders {
  constructor(private readonly prices: Prices) {}

  @RedisListTrigger({ connection: 'redis', key: '%ordersKey%', payload: Order })
  onOrder(order: Order): number {
    if (order.id < 0) throw new RangeError('no such order');
    return this.prices.of(order.id);
  }

  @RedisStreamTrigger({ connection: 'redis', key: 'entries' })
  onEntry(entry: StreamEntry): string {
    return entry.fields.map(([name, value]) => `${name.toString()}=${value.toString()}`).join();
  }

  @RedisListTrigger({ connection: 'redis', key: 'a', batch: true })
  onBatch(messages: RedisMessageModel[]): number {
    return messages.length;
  }
}

const disposals: string[] = [];

@singleton()
class Pool {
  dispose(): void {
    disposals.push('Pool');
  }
}

@scoped(Lifecycle.ContainerScoped)
class Reader {
  constructor(
    readonly pool: Pool,
    private readonly message: RedisMessageModel,
    private readonly context: InvocationContext,
  ) {}

  read(): string {
    return `${this.message.message} by ${this.context.functionId}`;
  }

  dispose(): void {
    disposals.push('Reader');
  }
}

class Scoped {
  @RedisListTrigger({ connection: 'redis', key: 'scoped' })
  onElement(_message: RedisMessageModel, reader: Reader): string {
    return reader.read();
  }

  @RedisListTrigger({ connection: 'redis', key: 'a', name: 'both.list' })
  @RedisPubSubTrigger({ connection: 'redis', channel: 'a', name: 'both.channel' })
  onBoth(message: RedisMessageModel): string {
    return message.message;
  }

  @RedisListTrigger({ connection: 'redis', key: 'a' })
  onThrow(message: RedisMessageModel): void {
    // eslint-disable-next-line @typescript-eslint/only-throw-error -- some handlers do
    throw message.message;
  }
}

describe('invoke', () => {
  it('runs a handler through decoding and injection, and resolves with its result', async () => {
    expect(await invoke(Orders, 'onOrder', new RedisMessageModel('orders', '{"id":2}'))).to.equal(200);
    expect(await invoke(Orders, 'onOrder', new ListElement('orders', Buffer.from('{"id":3}')))).to.equal(300);
  });

  it('makes the fields of a stream entry from the JSON of a message', async () => {
    const message = new RedisMessageModel('entries', '{"a":"1","b":["2","3"]}');
    expect(await invoke(Orders, 'onEntry', message)).to.equal('a=1,b=2,b=3');
  });

  it('takes an array for a batch', async () => {
    const message = new RedisMessageModel('a', 'text');
    expect(await invoke(Orders, 'onBatch', [message, message])).to.equal(2);
  });

  it('rejects with what the handler threw', async () => {
    const error = await invoke(Orders, 'onOrder', new RedisMessageModel('orders', '{"id":-1}')).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).to.be.instanceOf(RangeError);
  });

  it('rejects a payload that is not valid', async () => {
    const error = await invoke(Orders, 'onOrder', new RedisMessageModel('orders', '{"id":"x"}')).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).to.have.property('code', 'PAYLOAD_INVALID');
  });

  it('takes overrides', async () => {
    const overrides = [[Prices, { of: () => 7 }]] as const;
    expect(
      await invoke(Orders, 'onOrder', new RedisMessageModel('orders', '{"id":2}'), { overrides }),
    ).to.equal(7);
  });

  it('makes a scope for the invocation, and disposes what it made', async () => {
    disposals.splice(0);
    const message = new RedisMessageModel('scoped', 'text');
    expect(await invoke(Scoped, 'onElement', message)).to.equal('text by Scoped.onElement');
    expect(disposals).to.deep.equal(['Reader', 'Pool']);
  });

  it('needs to be told which function, where a method has several', async () => {
    const message = new RedisMessageModel('a', 'text');
    const error = await invoke(Scoped, 'onBoth', message).catch((thrown: unknown) => thrown);
    expect(error).to.have.property('message').that.includes('name one with { functionId }: both.');
    expect(await invoke(Scoped, 'onBoth', message, { functionId: 'both.channel' })).to.equal('text');
  });

  it('takes several messages only for a batch', async () => {
    const message = new RedisMessageModel('orders', '{"id":1}');
    const error = await invoke(Orders, 'onOrder', [message, message]).catch((thrown: unknown) => thrown);
    expect(error).to.have.property('message').that.includes('Orders.onOrder takes one message at a time');
  });

  it('rejects with exactly what was thrown, though it is no error', async () => {
    const thrown = await invoke(Scoped, 'onThrow', new RedisMessageModel('a', 'text')).catch(
      (reason: unknown) => reason,
    );
    expect(thrown).to.equal('text');
  });

  it('runs middleware, which may answer instead of the handler', async () => {
    const message = new RedisMessageModel('orders', '{"id":2}');
    const middleware = [async (_context: InvocationContext, next: () => Promise<unknown>) => [await next()]];
    expect(await invoke(Orders, 'onOrder', message, { middleware })).to.deep.equal([200]);
  });
});
