import { expect } from 'chai';
import { RetryLater } from '../../lib/messages/retry-later.js';
import type { Class } from '../../lib/metadata/class.js';
import { Payload } from '../../lib/triggers/payload.js';
import { RedisListTrigger } from '../../lib/triggers/redis-list-trigger.js';
import { RedisStreamTrigger } from '../../lib/triggers/redis-stream-trigger.js';
import { Recorder } from '../support/recorder.js';
import { signalled } from '../support/signalled.js';
import { describeOnRedis, redisName, type TestRedis } from '../support/test-redis.js';

const kinds = ['list', 'list at least once', 'stream'] as const;
type Kind = (typeof kinds)[number];

interface Order {
  readonly key: string;
  readonly number: number;
}

const orders = ['a1', 'a2', 'b1', 'a3', 'b2', 'a4', 'b3'];

describeOnRedis('orderBy the payload', (redis) => {
  for (const kind of kinds) {
    describe(kind, () => {
      it('keeps the order within a key, however long each payload takes to be decoded', async () => {
        const validated: string[] = [];
        const validate = async (order: Order): Promise<void> => {
          validated.push(nameOf(order));
          // The later it came, the sooner it is decoded.
          for (let turns = 40 - 5 * order.number; turns > 0; turns--) await nextTurn();
        };
        const running = new Set<string>();
        const handled = new Recorder<string>();
        const handle = async (order: Order): Promise<void> => {
          expect(running.has(order.key)).to.equal(false);
          running.add(order.key);
          await nextTurn();
          running.delete(order.key);
          handled.add(nameOf(order));
        };
        await redis.startRuntime([handlerOf(kind, validate, handle)]);
        await send(redis, kind, orders);
        const all = await handled.until(orders.length);
        for (const key of ['a', 'b']) {
          const ofKey = (names: readonly string[]): string[] => names.filter((name) => name.startsWith(key));
          expect(ofKey(all)).to.deep.equal(ofKey(orders));
        }
        // Once each, for the order and for the handler.
        expect(validated.sort()).to.deep.equal([...orders].sort());
      });

      it('has a message without a valid payload fail at once, and those of its reader go on', async () => {
        const handled = new Recorder<string>();
        const runtime = await redis.startRuntime([
          handlerOf(
            kind,
            () => undefined,
            (order) => handled.add(nameOf(order)),
          ),
        ]);
        await send(redis, kind, ['a1', 'invalid', 'a2']);
        expect(await handled.until(2)).to.deep.equal(['a1', 'a2']);
        const health = () => runtime.health().functions[name];
        await signalled('healthChanged', () => health()?.failed === 1, 'the failure');
        const deadLetters = `{orders}:dead-letter:${name}`;
        await signalled(
          'deadLettered',
          async () => (await redis.client.xlen(deadLetters)) === 1,
          'the dead letter',
        );
        await signalled('healthChanged', () => health()?.inFlight === 0, 'all to end');
        expect(health()).to.include({ succeeded: 2, waiting: 0 });
      });

      it('keeps the order across RetryLater, and decodes again what is handled again', async () => {
        const handled = new Recorder<string>();
        const seen = new Set<unknown>();
        const handle = (order: Order): void => {
          expect(seen.has(order)).to.equal(false);
          seen.add(order);
          handled.add(nameOf(order));
          if (handled.items.length === 1) throw new RetryLater({ delayInMs: 20 });
        };
        await redis.startRuntime([handlerOf(kind, () => undefined, handle)]);
        await send(redis, kind, ['a1', 'a2', 'a3']);
        expect(await handled.until(4)).to.deep.equal(['a1', 'a1', 'a2', 'a3']);
      });

      it('gives back what was being decoded when a stop came', async () => {
        const decoding = new Recorder<string>();
        const validate = (order: Order): Promise<void> => {
          decoding.add(nameOf(order));
          return new Promise(() => undefined);
        };
        const first = await redis.startRuntime([handlerOf(kind, validate, () => undefined)], {
          shutdownTimeoutInMs: 1_500,
        });
        await send(redis, kind, ['a1', 'a2', 'a3']);
        await decoding.until(3);
        await first.stop();
        const handled = new Recorder<string>();
        await redis.startRuntime([
          handlerOf(
            kind,
            () => undefined,
            (order) => handled.add(nameOf(order)),
          ),
        ]);
        expect(await handled.until(3)).to.deep.equal(['a1', 'a2', 'a3']);
      });
    });
  }
});

const name = 'Orders.run';
const source = 'orders';

function nameOf({ key, number }: Order): string {
  return `${key}${number}`;
}

function handlerOf(
  kind: Kind,
  validate: (order: Order) => unknown,
  handle: (order: Order) => unknown,
): Class {
  const schema = {
    '~standard': {
      version: 1,
      vendor: 'spec',
      validate: async (value: unknown) => {
        const { key, number } = value as Omit<Order, 'number'> & { readonly number: unknown };
        if (key === 'invalid') return { issues: [{ message: 'invalid' }] };
        const order = { key, number: Number(number) };
        await validate(order);
        return { value: order };
      },
    },
  } as const;
  const common = {
    connection: redisName,
    key: source,
    name,
    concurrency: 4,
    count: 10,
    payload: schema,
    orderBy: { payload: ({ key }: Order) => key },
  };
  const trigger =
    kind === 'stream'
      ? RedisStreamTrigger({ ...common, claimIdleInMs: 200 })
      : RedisListTrigger({ ...common, delivery: kind === 'list' ? 'atMostOnce' : 'atLeastOnce' });
  class Orders {
    @trigger
    async run(@Payload() order: Order): Promise<void> {
      await handle(order);
    }
  }
  return Orders;
}

async function send({ client }: TestRedis, kind: Kind, names: readonly string[]): Promise<void> {
  for (const each of names) {
    const [, key = '', number = '0'] = /^([a-z]+)(\d*)$/.exec(each) ?? [];
    if (kind === 'stream') await client.xadd(source, '*', 'key', key, 'number', number);
    else await client.rpush(source, JSON.stringify({ key, number: Number(number) }));
  }
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
