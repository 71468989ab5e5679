import { expect } from 'chai';
import { Type } from 'class-transformer';
import { IsEnum, IsInt, IsOptional, IsString, Min, ValidateNested } from 'class-validator';
import { z } from 'zod';
import { describeApi } from '../../lib/asyncapi/describe-api.js';
import { functionsAsWritten } from '../../lib/asyncapi/functions-as-written.js';
import type { RedisTriggersError } from '../../lib/errors/redis-triggers-error.js';
import type { Class } from '../../lib/metadata/class.js';
import { defineChannel } from '../../lib/triggers/define-channel.js';
import { defineStream } from '../../lib/triggers/define-stream.js';
import { RedisOutput } from '../../lib/triggers/redis-output.js';
import { defineList } from '../../lib/triggers/define-list.js';
import { RedisListTrigger } from '../../lib/triggers/redis-list-trigger.js';
import { RedisPubSubTrigger } from '../../lib/triggers/redis-pubsub-trigger.js';
import { RedisStreamTrigger } from '../../lib/triggers/redis-stream-trigger.js';
import type { PayloadType } from '../../lib/triggers/payload-types.js';
import { classWith } from '../support/describe-classes.js';
import { brokenReferences, officialProblems } from './official-schema.js';

const info = { title: 'shop', version: '1.2.3' };
const describeClasses = (...classes: Class[]) => describeApi(functionsAsWritten(classes), info);
const withPayload = (payload: PayloadType): Class =>
  classWith(RedisListTrigger({ connection: 'shop', key: 'orders', payload }));

class Line {
  @IsString()
  article!: string;
}

class Order {
  @IsInt()
  @Min(1)
  id!: number;

  @IsOptional()
  @IsEnum({ normal: 0, urgent: 'now' })
  priority?: number | string;

  @ValidateNested({ each: true })
  @Type(() => Line)
  lines!: Line[];

  @ValidateNested()
  extra!: Line;

  @IsOptional()
  @ValidateNested()
  @Type(() => Order)
  replaced?: Order;
}

const payment = z.object({ amount: z.string().transform(Number), note: z.string().optional() });
const orders = defineList('orders', { connection: 'shop', payload: Order });

class Shop {
  @RedisListTrigger(orders, { concurrency: 3 })
  onOrder(): void {}

  @RedisStreamTrigger({ connection: 'shop', key: 'payments', payload: payment, payloadField: 'json' })
  onPayment(): void {}

  @RedisStreamTrigger({ connection: 'shop', key: 'payments', consumerGroup: 'audit' })
  onAudit(): void {}

  @RedisPubSubTrigger({ connection: 'redis://127.0.0.1:6379/2', channel: 'news.*' })
  onNews(): void {}
}

describe('the AsyncAPI document', () => {
  it('says what functions receive, where, and how it is put there', async () => {
    const { document, notes } = await describeClasses(Shop);
    expect(officialProblems(document)).to.deep.equal([]);
    expect(brokenReferences(document)).to.deep.equal([]);
    expect(notes).to.deep.equal([]);
    expect(document.info).to.deep.equal(info);
    expect(document.servers).to.deep.equal({
      shop: {
        host: '{host}',
        protocol: 'redis',
        variables: { host: { description: 'Where the connection "shop" leads.' } },
      },
      '127.0.0.1_6379_2': { host: '127.0.0.1:6379', pathname: '/2', protocol: 'redis' },
    });
    const payload = { $ref: '#/components/schemas/payments.payload' };
    expect(document.channels).to.deep.equal({
      orders: {
        address: 'orders',
        servers: [{ $ref: '#/servers/shop' }],
        messages: {
          Order: {
            name: 'Order',
            contentType: 'application/json',
            payload: { $ref: '#/components/schemas/Order' },
          },
        },
        'x-redis-triggers': { kind: 'list', keys: ['orders'], command: 'RPUSH' },
      },
      payments: {
        address: 'payments',
        servers: [{ $ref: '#/servers/shop' }],
        messages: {
          'payments.payload.json': {
            name: 'payments.payload.json',
            contentType: 'application/json',
            payload,
            'x-redis-triggers': { field: 'json' },
          },
          message: { name: 'message', 'x-redis-triggers': { form: 'fields' } },
        },
        'x-redis-triggers': { kind: 'stream', keys: ['payments'], command: 'XADD' },
      },
      news: {
        address: 'news.*',
        servers: [{ $ref: '#/servers/127.0.0.1_6379_2' }],
        messages: { message: { name: 'message' } },
        'x-redis-triggers': { kind: 'pubsub', channel: 'news.*', pattern: true, command: 'PUBLISH' },
      },
    });
    expect(Object.keys(document.operations)).to.have.members([
      'Shop.onOrder',
      'Shop.onPayment',
      'Shop.onAudit',
      'Shop.onNews',
    ]);
    expect(document.operations['Shop.onAudit']).to.deep.equal({
      action: 'receive',
      channel: { $ref: '#/channels/payments' },
      messages: [{ $ref: '#/channels/payments/messages/message' }],
      'x-redis-triggers': {
        kind: 'stream',
        delivery: 'atLeastOnce',
        consumerGroup: 'audit',
        startFrom: '0',
        deleteAfterProcess: false,
      },
    });
    expect(document.components.schemas['payments.payload']).to.deep.equal({
      type: 'object',
      properties: { amount: { type: 'string' }, note: { type: 'string' } },
      required: ['amount'],
    });
  });

  it('is the same in every environment: settings are parameters, and no secret is in it', async () => {
    const key = '%region%-orders';
    const connection = 'redis://user:secret@redis.example:6380';
    const { document } = await describeClasses(classWith(RedisListTrigger({ connection, key })));
    expect(officialProblems(document)).to.deep.equal([]);
    expect(JSON.stringify(document)).to.not.include('secret').and.not.include('user:');
    const [channel] = Object.values(document.channels);
    expect(channel).to.deep.include({
      address: '{region}-orders',
      parameters: { region: { description: 'The setting "region".' } },
    });
  });

  it('reads one list that is filled at two ends as two channels', async () => {
    class Both {
      @RedisListTrigger({ connection: 'shop', key: 'jobs' })
      left(): void {}

      @RedisListTrigger({ connection: 'shop', key: 'jobs', listDirection: 'right' })
      right(): void {}
    }
    const { channels } = (await describeClasses(Both)).document;
    const commands = Object.values(channels).map((channel) => channel['x-redis-triggers'].command);
    expect(Object.keys(channels)).to.deep.equal(['jobs', 'jobs_2']);
    expect(commands).to.have.members(['RPUSH', 'LPUSH']);
  });

  it('does not change with what only tunes a process', async () => {
    const of = (options: object) =>
      describeClasses(classWith(RedisListTrigger({ connection: 'shop', key: 'k', ...options })));
    expect(await of({ concurrency: 7, prefetch: 3, pollingIntervalInMs: 5, retry: undefined })).to.deep.equal(
      await of({}),
    );
  });

  it('throws all problems of the handlers', () => {
    const wrong = classWith(RedisListTrigger({ connection: 'shop', key: 'k', count: 0 }));
    expect(() => functionsAsWritten([wrong, wrong]))
      .to.throw()
      .that.satisfies((error: RedisTriggersError) => error.problems.length >= 2);
  });
});

describe('the AsyncAPI document of outputs', () => {
  it('says what methods send, and where', async () => {
    const receipts = defineStream('receipts', { connection: 'shop', payload: Line });
    const news = defineChannel('news', { connection: 'elsewhere' });
    class Shop {
      @RedisOutput(receipts)
      @RedisListTrigger(orders)
      onOrder(): Line[] {
        return [];
      }

      @RedisOutput({ told: news })
      @RedisStreamTrigger(receipts)
      onReceipt(): { told: string } {
        return { told: 'shipped' };
      }
    }
    const { document } = await describeClasses(Shop);
    expect(officialProblems(document)).to.deep.equal([]);
    expect(brokenReferences(document)).to.deep.equal([]);
    expect(document.servers).to.have.all.keys('shop', 'elsewhere');
    expect(document.operations['Shop.onOrder.output']).to.deep.equal({
      action: 'send',
      channel: { $ref: '#/channels/receipts' },
      messages: [{ $ref: '#/channels/receipts/messages/Line' }],
      'x-redis-triggers': { kind: 'stream', function: 'Shop.onOrder' },
    });
    expect(document.operations['Shop.onReceipt']).to.deep.include({
      action: 'receive',
      channel: { $ref: '#/channels/receipts' },
    });
    expect(document.operations['Shop.onReceipt.told']).to.include({ action: 'send' });
  });
});

describe('the schema of a payload class', () => {
  it('is of its decorators, and its members are schemas of their own', async () => {
    const { document } = await describeClasses(withPayload(Order));
    expect(document.components.schemas).to.deep.equal({
      Line: { type: 'object', properties: { article: { type: 'string' } }, required: ['article'] },
      Order: {
        type: 'object',
        properties: {
          id: { type: 'integer', minimum: 1 },
          priority: { enum: [0, 'now'] },
          lines: { type: 'array', items: { $ref: '#/components/schemas/Line' } },
          extra: { $ref: '#/components/schemas/Line' },
          replaced: { $ref: '#/components/schemas/Order' },
        },
        required: ['id', 'lines', 'extra'],
      },
    });
  });

  it('is not that of another class of the same name', async () => {
    const first = classNamedOrder();
    const second = classNamedOrder();
    class Both {
      @RedisListTrigger({ connection: 'shop', key: 'a', payload: first })
      one(): void {}

      @RedisListTrigger({ connection: 'shop', key: 'b', payload: second })
      two(): void {}
    }
    const { document } = await describeClasses(Both);
    expect(Object.keys(document.components.schemas)).to.have.members(['Order', 'Order_2']);
  });
});

function classNamedOrder(): Class {
  class Order {
    @IsString()
    number!: string;
  }
  return Order;
}

describe('the schema of a Standard Schema', () => {
  const schemasOf = async (...payloads: PayloadType[]) => {
    const { document, notes } = await describeClasses(...payloads.map(named));
    expect(officialProblems(document)).to.deep.equal([]);
    expect(brokenReferences(document)).to.deep.equal([]);
    return { schemas: document.components.schemas, notes };
  };

  it('has the title, or the name, that it was given', async () => {
    const titled = z.object({ a: z.string() }).meta({ title: 'First one' });
    const withId = z.object({ b: z.string() }).meta({ id: 'Second' });
    expect((await schemasOf(titled, withId)).schemas).to.have.all.keys('First_one', 'Second');
  });

  it('shares its definitions with other schemas, and refers to itself', async () => {
    const line = z.object({ article: z.string() }).meta({ id: 'Li/ne~' });
    interface Node {
      readonly line: object;
      readonly next?: Node | undefined;
    }
    const node: z.ZodType<Node> = z.object({ line, next: z.lazy(() => node).optional() });
    const { schemas } = await schemasOf(node, z.object({ lines: z.array(line) }).meta({ title: 'Lines' }));
    expect(Object.keys(schemas)).to.have.members(['Li_ne_', 'key0.payload', 'Lines']);
    expect(JSON.stringify(schemas['key0.payload'])).to.include('"$ref":"#/components/schemas/key0.payload"');
    expect(JSON.stringify(schemas.Lines)).to.include('"$ref":"#/components/schemas/Li_ne_"');
  });

  it('leaves alone what only looks like a reference', async () => {
    const schema = z.object({ a: z.literal('x').meta({ examples: [{ $ref: '#' }] }) });
    const { schemas } = await schemasOf(schema);
    expect(JSON.stringify(schemas)).to.include('"examples":[{"$ref":"#"}]');
  });

  it('is missing, with a note, where the library cannot write it', async () => {
    const plain = {
      '~standard': { version: 1, vendor: 'own', validate: (value: unknown) => ({ value }) },
    } as const;
    const { schemas, notes } = await schemasOf(plain, z.object({ size: z.bigint() }));
    expect(schemas).to.deep.equal({});
    expect(notes).to.have.length(2);
    expect(notes[0]).to.equal(
      'key0: its payload stands in the document without a schema, because own gives no Standard JSON Schema.',
    );
    expect(notes[1]).to.include('key1').and.include('zod cannot write it as JSON Schema: BigInt');
  });

  function named(payload: PayloadType, index: number): Class {
    return classWith(
      RedisListTrigger({ connection: 'shop', key: `key${index}`, name: `key${index}`, payload }),
    );
  }
});
