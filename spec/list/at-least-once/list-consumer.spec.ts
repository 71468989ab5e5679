import { expect } from 'chai';
import type { Redis } from 'ioredis';
import type { ListFunction } from '../../../lib/functions/function-descriptor.js';
import type { Receipt } from '../../../lib/list/at-least-once/held-elements.js';
import { heldKey } from '../../../lib/list/at-least-once/held-key.js';
import { ListConsumer } from '../../../lib/list/at-least-once/list-consumer.js';
import { ReplyLostError } from '../../../lib/redis/errors/reply-lost-error.js';
import { FakeRedis } from '../../../lib/testing/fake/fake-redis.js';
import { systemClock } from '../../../lib/time/system-clock.js';
import { senderOf } from '../../support/sender-of.js';

const descriptor = { id: 'F', listPopFromBeginning: true, maxDeliveryCount: 5, claimIdleInMs: 60_000 };

describe('ListConsumer', () => {
  let fake: FakeRedis;
  let client: Redis;
  let consumer: ListConsumer;
  let lost: number;
  let mayBeGone: number[];
  /** Fails what comes back, or before it is sent. */
  let fail: ((when: 'before' | 'after') => void) | undefined;

  beforeEach(async () => {
    fake = new FakeRedis();
    client = fake.createClient();
    lost = 0;
    mayBeGone = [];
    fail = undefined;
    consumer = new ListConsumer({
      list: 'orders',
      descriptor: descriptor as unknown as ListFunction,
      client: sender,
      clock: systemClock,
      observer: { onLost: () => (lost += 1), onMaybeGone: (most) => mayBeGone.push(most) },
    });
    await client.rpush('orders', '1', '2', '3', '4', '5');
    await consumer.lease.join();
  });
  afterEach(() => fake.close());

  const sender = {
    send: async (command: readonly [string, ...(string | number | Buffer)[]]): Promise<unknown> => {
      fail?.('before');
      const reply = await senderOf(client).send(command);
      fail?.('after');
      return reply;
    },
  };
  const loseReply = (when: 'before' | 'after'): void => {
    if (when === 'before') return;
    throw new ReplyLostError({ code: 'CONNECTION_LOST', place: 'F', what: 'the connection closed' });
  };
  const pop = (count: number): Promise<readonly Receipt[] | undefined> => consumer.pop(sender, count);
  const texts = (receipts: readonly Receipt[] | undefined): string[] | undefined =>
    receipts?.map(({ element }) => String(element.body));
  const list = (): Promise<string[]> => client.lrange('orders', 0, -1);

  it('pops in the order of the list, each under an id of its own', async () => {
    const popped = [...((await pop(2)) ?? []), ...((await pop(1)) ?? [])];
    expect(texts(popped)).to.deep.equal(['1', '2', '3']);
    expect(new Set(popped.map(({ id }) => id)).size).to.equal(3);
    for (const { id, element } of popped) {
      expect(await client.hget(heldKey('orders'), id)).to.equal(String(element.body));
    }
    expect(popped.map(({ element }) => element.deliveryCount)).to.deep.equal([1, 1, 1]);
  });

  it('asks again for what a pop took whose reply was lost, before it pops more', async () => {
    fail = loseReply;
    expect(await pop(2).catch((error: unknown) => error)).to.be.instanceOf(ReplyLostError);
    expect([consumer.hasUnanswered, consumer.mayHaveTaken]).to.deep.equal([true, 2]);
    fail = undefined;
    expect(texts(await pop(2))).to.deep.equal(['1', '2']);
    expect(texts(await pop(2))).to.deep.equal(['3', '4']);
    expect([consumer.hasUnanswered, consumer.mayHaveTaken, await list()]).to.deep.equal([false, 0, ['5']]);
  });

  it('learns how its lease was lost when it pops, and pops nothing', async () => {
    await client.del(heldKey('orders'));
    expect(await pop(2)).to.equal(undefined);
    expect([lost, consumer.lease.isDeleted, await client.llen('orders')]).to.deep.equal([1, true, 5]);
  });

  it('says how much may be gone where a reply is lost after its key was deleted', async () => {
    await client.del(heldKey('orders'));
    await consumer.lease.renew();
    fail = loseReply;
    await pop(3).catch(() => undefined);
    expect(mayBeGone).to.deep.equal([3]);
    expect(consumer.hasUnanswered).to.equal(false);
  });

  it('gives back all but what stays, in its place, and goes on', async () => {
    const [first] = (await pop(3)) ?? [];
    await consumer.giveBack([first?.id ?? '']);
    expect(await list()).to.deep.equal(['2', '3', '4', '5']);
    expect(texts(await pop(1))).to.deep.equal(['2']);
  });

  it('leaves with all that it holds, which is no loss', async () => {
    await pop(3);
    await consumer.giveBack([]);
    await consumer.lease.renew();
    expect([await list(), lost]).to.deep.equal([['1', '2', '3', '4', '5'], 0]);
    expect(await client.exists(heldKey('orders'))).to.equal(0);
  });

  it('stays where it could not give back', async () => {
    await pop(3);
    let sends = 0;
    fail = (when) => {
      if (when === 'before' && ++sends > 1) throw new Error('Connection is closed.');
    };
    expect(await consumer.giveBack([]).catch((error: unknown) => error)).to.be.instanceOf(Error);
    fail = undefined;
    await client.del(heldKey('orders'));
    await consumer.lease.renew();
    expect([lost, consumer.lease.isLost]).to.deep.equal([1, true]);
  });

  it('gives back nothing where its lease was lost', async () => {
    await pop(3);
    await client.del(heldKey('orders'));
    await consumer.giveBack([]);
    expect([await list(), lost]).to.deep.equal([['4', '5'], 1]);
  });
});
