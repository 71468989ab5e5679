import { expect } from 'chai';
import { IsInt } from 'class-validator';
import { singleton } from 'tsyringe';
import { ListElement } from '../../../lib/messages/list-element.js';
import { RedisMessageModel } from '../../../lib/messages/redis-message-model.js';
import { StreamEntry } from '../../../lib/messages/stream-entry.js';
import { invoke } from '../../../lib/testing/kit/invoke.js';
import { RedisListTrigger } from '../../../lib/triggers/redis-list-trigger.js';
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
});
