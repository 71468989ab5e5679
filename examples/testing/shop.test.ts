import { expect } from 'chai';
import type { Redis } from 'ioredis';
import { ListElement, RedisMessageModel } from 'redis-triggers';
import { createTestRuntime, invoke, type TestRuntime } from 'redis-triggers/testing';
import { LEDGER, Mailer, Mails, News, Orders, Payments, Reminders, Returns, Stock } from './shop.js';

const stock = { take: (): Promise<number> => Promise.resolve(7) };

describe('orders', () => {
  let test: TestRuntime;
  beforeEach(async () => {
    test = await createTestRuntime({ handlers: [Orders, Returns], overrides: [[Stock, stock]] });
  });
  afterEach(() => test.stop());

  for (const item of ['tea', 'coffee', 'crème brûlée', '茶', '']) {
    it(`are accepted for "${item}"`, async () => {
      await test.push('orders', { id: 1, item });
      const [order] = await test.invoked('Orders.onOrder', 1);
      expect(order?.result).to.equal(`${item} for 1, 7 left`);
    });
  }

  const invalid = ['', 'tea', '{}', '[]', '{"id":"1","item":"tea"}', '{"id":1.5,"item":"tea"}', '{"id":1}'];
  for (const text of invalid) {
    it(`are refused where they are ${text || 'empty'}, and kept as dead letters`, async () => {
      await test.push('orders', text);
      const [order] = await test.invoked('Orders.onOrder', 1);
      expect(order?.error).to.have.property('code', 'PAYLOAD_INVALID');
      expect(await deadLetters(test.redis, 'orders', 'Orders.onOrder')).to.deep.equal([text]);
    });
  }

  it('are all handled, each once', async () => {
    await test.push('orders', ...Array.from({ length: 200 }, (_, id) => ({ id, item: 'tea' })));
    const orders = await test.invoked('Orders.onOrder', 200);
    expect(new Set(orders.map(({ result }) => result)).size).to.equal(200);
    expect(await test.redis.llen('orders')).to.equal(0);
  });

  it('that are good are not held up by bad ones', async () => {
    await test.push('orders', 'bad', { id: 1, item: 'tea' }, 'bad', { id: 2, item: 'tea' });
    await test.settled();
    expect(test.invocations().filter(({ error }) => error === undefined)).to.have.length(2);
  });

  it('that arrived before the start are handled too', async () => {
    await test.redis.lpush('orders', '{"id":1,"item":"tea"}');
    expect(await test.invoked('Orders.onOrder', 1)).to.have.length(1);
  });

  for (const count of [1, 5, 6, 23]) {
    it(`that come back are taken in batches: ${count} of them`, async () => {
      const returned = Array.from({ length: count }, (_, id) => `${id}`);
      await test.push('returns', ...returned);
      await test.settled();
      const batches = test.invocations('Returns.onReturns').map(({ result }) => result as string[]);
      expect(batches.flat()).to.deep.equal(returned);
      expect(Math.max(...batches.map(({ length }) => length))).to.be.at.most(5);
    });
  }
});

describe('orders without stock', () => {
  it('fail, and say why in their dead letter', async () => {
    await using test = await createTestRuntime({ handlers: [Orders] });
    await test.push('orders', { id: 1, item: 'tea' });
    const [order] = await test.invoked('Orders.onOrder', 1);
    expect(order?.error).to.have.property('message', 'no stock of tea here');
    const [[, fields] = []] = await test.redis.xrange('{orders}:dead-letter:Orders.onOrder', '-', '+');
    expect(fields).to.include.members(['handler-failed', 'no stock of tea here']);
  });
});

describe('mails', () => {
  for (const failures of [0, 1, 2]) {
    it(`go out after ${failures} failures`, async () => {
      let left = failures;
      const send = (): void => {
        if (left-- > 0) throw new Error('not now');
      };
      await using test = await createTestRuntime({ handlers: [Mails], overrides: [[Mailer, { send }]] });
      await test.push('mails', 'hello');
      const attempts = await test.invoked('Mails.onMail', failures + 1);
      expect(attempts.map(({ attempt }) => attempt)).to.deep.equal([1, 2, 3].slice(0, failures + 1));
      expect(attempts.at(-1)?.result).to.equal(failures + 1);
    });
  }

  it('are given up after three attempts, and kept', async () => {
    await using test = await createTestRuntime({ handlers: [Mails] });
    await test.push('mails', 'hello', 'bye');
    await test.invoked('Mails.onMail', 6);
    expect(await deadLetters(test.redis, 'mails', 'Mails.onMail')).to.have.members(['hello', 'bye']);
  });
});

describe('payments', () => {
  let test: TestRuntime;
  let ledger: number[];
  beforeEach(async () => {
    ledger = [];
    test = await createTestRuntime({ handlers: [Payments], overrides: [[LEDGER, ledger]] });
  });
  afterEach(() => test.stop());

  for (const amount of [1, 2, 999, 1_000]) {
    it(`of ${amount} are booked and acknowledged`, async () => {
      await test.add('payments', { data: { amount } });
      await test.settled();
      expect(ledger).to.deep.equal([amount]);
      expect(await pending(test.redis, 'payments', 'Payments.onPayment')).to.equal(0);
    });
  }

  for (const amount of [0, -1, 0.5, 'much', null]) {
    it(`of ${amount} are refused and kept as dead letters`, async () => {
      await test.add('payments', { data: { amount } });
      await test.settled();
      expect(ledger).to.deep.equal([]);
      expect(await test.redis.xlen('{payments}:dead-letter:Payments.onPayment')).to.equal(1);
      expect(await pending(test.redis, 'payments', 'Payments.onPayment')).to.equal(0);
    });
  }

  for (const amount of [1_001, 1_000_000]) {
    it(`of ${amount} fail, and stay pending`, async () => {
      await test.add('payments', { data: { amount } });
      await test.settled();
      expect(await pending(test.redis, 'payments', 'Payments.onPayment')).to.equal(1);
    });
  }

  it('are booked in any number', async () => {
    await Promise.all(Array.from({ length: 100 }, () => test.add('payments', { data: { amount: 1 } })));
    await test.settled();
    expect(ledger).to.have.length(100);
  });

  for (const amount of [1, 10, 100]) {
    it(`are given back: ${amount}, and the entry is deleted`, async () => {
      await test.add('refunds', { amount });
      await test.settled();
      expect(ledger).to.deep.equal([-amount]);
      expect(await test.redis.xlen('refunds')).to.equal(0);
    });
  }
});

describe('news', () => {
  let test: TestRuntime;
  beforeEach(async () => {
    test = await createTestRuntime({ handlers: [News] });
  });
  afterEach(() => test.stop());

  for (const topic of ['sport', 'weather', 'a:b', '', 'tea time']) {
    it(`of ${topic} arrive with their channel`, async () => {
      expect(await test.publish(`news:${topic}`, 'hello')).to.equal(1);
      const [news] = await test.invoked('News.onNews', 1);
      expect(news?.result).to.equal(`news:${topic} hello`);
    });
  }

  it('of other channels do not', async () => {
    expect(await test.publish('olds:sport', 'hello')).to.equal(0);
    await test.invoked('News.onNews', 0);
  });

  it('tell of keys that are deleted', async () => {
    await test.redis.mset('a', '1', 'b', '2');
    await test.redis.del('a', 'b', 'c');
    const deleted = await test.invoked('News.onDelete', 2);
    expect(deleted.map(({ result }) => result)).to.deep.equal(['a', 'b']);
  });
});

describe('one handler, without any Redis', () => {
  const overrides = [[Stock, stock]] as const;

  it('gets an order as text', async () => {
    const order = new RedisMessageModel('orders', '{"id":1,"item":"tea"}');
    expect(await invoke(Orders, 'onOrder', order, { overrides })).to.equal('tea for 1, 7 left');
  });

  it('gets an order as bytes', async () => {
    const order = new ListElement('orders', Buffer.from('{"id":2,"item":"tea"}'));
    expect(await invoke(Orders, 'onOrder', order, { overrides })).to.equal('tea for 2, 7 left');
  });

  it('gets a batch', async () => {
    const returns = ['a', 'b'].map((text) => new RedisMessageModel('returns', text));
    expect(await invoke(Returns, 'onReturns', returns)).to.deep.equal(['a', 'b']);
  });

  it('gets no order that is not valid', async () => {
    const order = new RedisMessageModel('orders', '{"id":"one"}');
    const error = await invoke(Orders, 'onOrder', order).catch((thrown: unknown) => thrown);
    expect(error).to.have.property('code', 'PAYLOAD_INVALID');
  });
});

// These name the fake, and so run on it whatever REDIS_TRIGGERS_TEST_REDIS says.
describe('what only a fake can do', () => {
  // #region faults
  it('loses its connections, and orders are handled all the same', async () => {
    await using test = await createTestRuntime({
      handlers: [Orders],
      overrides: [[Stock, stock]],
      redis: 'fake',
    });
    test.fake?.faults.drop();
    await test.push('orders', { id: 1, item: 'tea' });
    await test.invoked('Orders.onOrder', 1);
  });
  // #endregion faults

  // #region time
  it('lets an hour pass', async () => {
    await using test = await createTestRuntime({ handlers: [Reminders], clock: 'virtual' });
    await test.push('reminders', 'drink tea');
    await test.attempted('Reminders.onReminder', 1); // the second is an hour away
    await test.clock.advance(3_600_000);
    await test.invoked('Reminders.onReminder', 2);
  });
  // #endregion time
});

async function deadLetters(redis: Redis, key: string, functionId: string): Promise<(string | undefined)[]> {
  const entries = await redis.xrange(`{${key}}:dead-letter:${functionId}`, '-', '+');
  return entries.map(([, fields]) => fields[fields.indexOf('body') + 1]);
}

async function pending(redis: Redis, key: string, group: string): Promise<unknown> {
  const [count] = await redis.xpending(key, group);
  return count;
}
