import { IsArray, IsDate, IsDefined, IsInt, IsOptional, IsString, ValidateNested } from 'class-validator';
import { Expose, Type } from 'class-transformer';
import { expect } from 'chai';
import { z } from 'zod';
import { createSender } from '../../../lib/create-sender.js';
import { ChannelMessage } from '../../../lib/messages/channel-message.js';
import { ListElement } from '../../../lib/messages/list-element.js';
import { StreamEntry } from '../../../lib/messages/stream-entry.js';
import type { Sender } from '../../../lib/sending/sender.js';
import { defineChannel } from '../../../lib/triggers/define-channel.js';
import { defineList } from '../../../lib/triggers/define-list.js';
import { defineStream } from '../../../lib/triggers/define-stream.js';
import { Payload } from '../../../lib/triggers/payload.js';
import { RedisListTrigger } from '../../../lib/triggers/redis-list-trigger.js';
import { RedisPubSubTrigger } from '../../../lib/triggers/redis-pubsub-trigger.js';
import { RedisStreamTrigger } from '../../../lib/triggers/redis-stream-trigger.js';
import { Recorder } from '../../support/recorder.js';
import { describeOnRedis, redisName } from '../../support/test-redis.js';

const connection = redisName;

class Item {
  @IsString()
  article!: string;
}

class Order {
  @IsInt()
  id!: number;

  @IsOptional()
  @IsString()
  @Expose({ name: 'customer_name' })
  customer?: string;

  @IsDate()
  @Type(() => Date)
  at!: Date;

  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => Item)
  items!: Item[];

  describe(): string {
    return `${this.id}`;
  }
}

class Reading {
  @IsInt()
  celsius!: number;

  @IsOptional()
  isExact?: boolean;

  @IsDefined()
  count!: bigint;

  @IsArray()
  @IsString({ each: true })
  tags!: string[];
}

const schema = z.object({
  id: z.number().transform((id) => `number ${id}`),
  note: z.string().default('none'),
});

/** Every byte once. */
const bytes = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));

const order = { id: 1, customer: 'Zoë \u{1f375}', at: new Date(86_400_000), items: [{ article: 'tea' }] };

describeOnRedis('What a sender sends', (redis) => {
  let sender: Sender;

  beforeEach(() => {
    sender = createSender({ connections: { [redisName]: redis.connection } });
  });
  afterEach(() => sender.close());

  describe('to a list is what its trigger gets', () => {
    it('with a payload class, of objects and of instances, renamed, nested and converted', async () => {
      const orders = defineList('orders', { connection, payload: Order });
      const got = new Recorder<Order>();
      class Orders {
        @RedisListTrigger(orders)
        onOrder(@Payload() payload: Order): void {
          got.add(payload);
        }
      }
      await redis.startRuntime([Orders]);
      await sender.push(orders, order);
      await sender.push(orders, Object.assign(new Order(), order));
      for (const payload of await got.until(2)) {
        expect(payload).to.be.instanceOf(Order);
        expect(payload).to.deep.equal(Object.assign(new Order(), order));
        expect(payload.items[0]).to.be.instanceOf(Item);
      }
    });

    it('with a schema that transforms: its input is sent, and its output handled', async () => {
      const orders = defineList('orders', { connection, payload: schema });
      const got = new Recorder<z.output<typeof schema>>();
      class Orders {
        @RedisListTrigger(orders)
        onOrder(@Payload() payload: object): void {
          got.add(payload as z.output<typeof schema>);
        }
      }
      await redis.startRuntime([Orders]);
      await sender.push(orders, [{ id: 1 }, { id: 2, note: 'cold' }]);
      expect(await got.until(2)).to.deep.equal([
        { id: 'number 1', note: 'none' },
        { id: 'number 2', note: 'cold' },
      ]);
    });

    it('without a payload: texts and bytes as they are, in their order, whichever end is popped', async () => {
      for (const listPopFromBeginning of [true, false]) {
        const key = `plain-${listPopFromBeginning}`;
        const plain = defineList(key, { connection, listPopFromBeginning, concurrency: 1 });
        const got = new Recorder<Buffer>();
        class Plain {
          @RedisListTrigger(plain, { name: key })
          onElement(element: ListElement): void {
            got.add(element.body);
          }
        }
        const runtime = await redis.startRuntime([Plain]);
        expect(await sender.push(plain, 'first')).to.equal(1);
        await got.until(1);
        await runtime.stop();
        expect(await sender.push(plain, ['', 'ä', bytes, new Uint8Array([255]) as Buffer])).to.equal(4);
        await redis.startRuntime([Plain]);
        const expected = [Buffer.from('first'), Buffer.from(''), Buffer.from('ä'), bytes, Buffer.from([255])];
        expect(await got.until(5)).to.deep.equal(expected);
      }
    });

    it('with several keys: to the one that is named, placeholders resolved', async () => {
      const settings = { tenant: 'acme' };
      const many = defineList(['orders:%tenant%', 'returns'], {
        connection,
        payload: z.object({ id: z.int() }),
      });
      const got = new Recorder<string>();
      class Many {
        @RedisListTrigger(many)
        onElement(element: ListElement): void {
          got.add(`${element.key} ${element.body.toString()}`);
        }
      }
      await redis.startRuntime([Many], { settings });
      const connections = { [redisName]: redis.connection };
      await using tenantSender = createSender({ connections, settings });
      await tenantSender.push(many, { id: 1 }, { key: 'orders:acme' });
      await got.until(1);
      await tenantSender.push(many, { id: 2 }, { key: 'returns' });
      expect(await got.until(2)).to.deep.equal(['orders:acme {"id":1}', 'returns {"id":2}']);
    });
  });

  describe('to a stream is what its trigger gets', () => {
    it('as the fields of a payload class, with the types that it declares', async () => {
      const readings = defineStream('readings', { connection, payload: Reading });
      const got = new Recorder<Reading>();
      class Readings {
        @RedisStreamTrigger(readings)
        onReading(@Payload() payload: Reading): void {
          got.add(payload);
        }
      }
      await redis.startRuntime([Readings]);
      const reading = { celsius: -4, isExact: false, count: 2n ** 70n, tags: ['one'] };
      const id = await sender.add(readings, reading);
      expect(id).to.match(/^\d+-\d+$/);
      const ids = await sender.add(readings, [{ ...reading, tags: ['a', 'b'] }]);
      expect(ids).to.have.length(1);
      const [first, second] = await got.until(2);
      expect(first).to.deep.equal(Object.assign(new Reading(), reading));
      expect(second?.tags).to.deep.equal(['a', 'b']);
    });

    it('as JSON in the payload field', async () => {
      const orders = defineStream('orders', { connection, payload: Order, payloadField: 'json' });
      const got = new Recorder<Order>();
      class Orders {
        @RedisStreamTrigger(orders)
        onOrder(@Payload() payload: Order): void {
          got.add(payload);
        }
      }
      await redis.startRuntime([Orders]);
      await sender.add(orders, order);
      expect((await got.until(1))[0]).to.deep.equal(Object.assign(new Order(), order));
      expect((await redis.client.xrange('orders', '-', '+'))[0]?.[1]).to.have.length(2);
    });

    it('as the fields of an object without a payload, every byte of them, an array as a repeated field', async () => {
      const raw = defineStream('raw', { connection });
      const got = new Recorder<StreamEntry>();
      class Raw {
        @RedisStreamTrigger(raw)
        onEntry(entry: StreamEntry): void {
          got.add(entry);
        }
      }
      await redis.startRuntime([Raw]);
      await sender.add(raw, { text: 'ä', bytes, number: 1.5, again: ['x', bytes] });
      const [entry] = await got.until(1);
      expect(entry?.fields.map(([name, value]) => [name.toString(), value])).to.deep.equal([
        ['text', Buffer.from('ä')],
        ['bytes', bytes],
        ['number', Buffer.from('1.5')],
        ['again', Buffer.from('x')],
        ['again', bytes],
      ]);
    });

    it('with an id and a length, if they are given', async () => {
      const short = defineStream('short', { connection });
      expect(await sender.add(short, { a: '1' }, { id: '5-1' })).to.equal('5-1');
      await sender.add(
        short,
        Array.from({ length: 1_000 }, (_, index) => ({ a: index })),
        { maxLength: 100 },
      );
      // Redis removes whole nodes of 100 entries.
      expect(await redis.client.xlen('short')).to.be.within(100, 300);
    });
  });

  describe('to a channel is what its trigger gets', () => {
    it('of a channel and of a pattern, to the channel that is named', async () => {
      const news = defineChannel('news', { connection, payload: schema });
      const all = defineChannel('news:*', { connection });
      const got = new Recorder<string>();
      class News {
        @RedisPubSubTrigger(news)
        onNews(@Payload() payload: object): void {
          got.add(JSON.stringify(payload));
        }

        @RedisPubSubTrigger(all)
        onAny(message: ChannelMessage): void {
          got.add(`${message.channel} ${message.body.toString('latin1')}`);
        }
      }
      await redis.startRuntime([News]);
      expect(await sender.publish(news, { id: 3 })).to.equal(1);
      await got.until(1);
      expect(await sender.publish(all, ['a', bytes], { channel: 'news:today' })).to.deep.equal([1, 1]);
      expect(await got.until(3)).to.deep.equal([
        '{"id":"number 3","note":"none"}',
        'news:today a',
        `news:today ${bytes.toString('latin1')}`,
      ]);
    });
  });

  it("is what a command in somebody's transaction sends", async () => {
    const orders = defineList('orders', { connection, payload: Order });
    const readings = defineStream('readings', { connection, payload: schema, payloadField: 'json' });
    const news = defineChannel('news', { connection });
    const got = new Recorder<Order>();
    class Orders {
      @RedisListTrigger(orders)
      onOrder(@Payload() payload: Order): void {
        got.add(payload);
      }
    }
    await redis.startRuntime([Orders]);
    await redis.client
      .multi()
      .set('key', 'value')
      .call(...sender.command(orders, [order, { ...order, id: 2 }]))
      .call(...sender.command(readings, { id: 7 }, { maxLength: 5 }))
      .exec();
    expect((await got.until(2)).map(({ id }) => id)).to.deep.equal([1, 2]);
    expect((await redis.client.xrange('readings', '-', '+'))[0]?.[1]).to.deep.equal(['json', '{"id":7}']);
    expect(sender.command(news, bytes)).to.deep.equal(['PUBLISH', 'news', bytes]);
  });

  it('goes by the connections of a runtime as well, also before it starts', async () => {
    const orders = defineList('orders', { connection, payload: schema });
    const got = new Recorder<object>();
    class Orders {
      @RedisListTrigger(orders)
      onOrder(@Payload() payload: object): void {
        got.add(payload);
      }
    }
    const runtime = await redis.createRuntime([Orders]);
    await runtime.sender.push(orders, { id: 1 });
    await runtime.start();
    await runtime.sender.push(orders, { id: 2 });
    await got.until(2);
    await runtime.stop();
    const refused = await runtime.sender.push(orders, { id: 3 }).catch((error: unknown) => error);
    expect(refused).to.include({ code: 'SEND_FAILED', mayHaveBeenSent: false });
  });
});
