import { expect } from 'chai';
import { createTestRuntime } from 'redis-triggers/testing';
import { Invoices } from '../../../examples/recipes/alert.js';
import { ProductCache } from '../../../examples/recipes/cache-invalidation.js';
import * as environments from '../../../examples/recipes/environments.js';
import { Charges, charged } from '../../../examples/recipes/idempotent.js';
import { scanned, Scans, sizes } from '../../../examples/recipes/large-payload.js';
import { booked, Bookings } from '../../../examples/recipes/order-by-customer.js';
import { holdSlowOnes, Orders, shipped } from '../../../examples/recipes/priorities.js';
import { Mails } from '../../../examples/recipes/rate-limit.js';
import { bank, Payments, replayYesterday } from '../../../examples/recipes/replay-yesterday.js';
import { handled, handlersOf } from '../../../examples/recipes/tenants.js';
import { onBoth } from './on-both.js';

describe('the recipes about receiving', function () {
  this.timeout(60_000);

  onBoth('orders by customer', async ({ choice }) => {
    booked.length = 0;
    await using test = await createTestRuntime({ handlers: [Bookings], redis: choice });
    const amounts = [1, 2, 3];
    for (const amount of amounts) {
      for (const customer of ['ada', 'bob'])
        await test.add('bookings', { json: JSON.stringify({ customer, amount }) });
    }
    await test.settled();
    for (const customer of ['ada', 'bob'])
      expect(booked.filter((each) => each.startsWith(customer))).to.deep.equal(
        amounts.map((amount) => `${customer} ${amount}`),
      );
  });

  it('limits the rate', async () => {
    await using test = await createTestRuntime({ handlers: [Mails], clock: 'virtual' });
    await test.push('mails', ...Array.from({ length: 150 }, (_, index) => `mail ${index}`));
    await test.attempted('Mails.onMail', 100);
    await test.clock.advance(30_000);
    expect(test.invocations('Mails.onMail')).to.have.length(100);
    await test.clock.advance(40_000);
    expect(await test.attempted('Mails.onMail', 150)).to.have.length(150);
  });

  onBoth('handles a request that comes twice once', async ({ choice }) => {
    charged.length = 0;
    await using test = await createTestRuntime({ handlers: [Charges], redis: choice });
    const charge = { requestId: 'a-1', amount: 5 };
    await test.push('charges', charge, charge, { requestId: 'a-2', amount: 7 });
    await test.settled();
    expect(charged.sort()).to.deep.equal(['a-1 5', 'a-2 7']);
  });

  onBoth('replays the dead letters of yesterday, and no others', async ({ choice }) => {
    bank.isOpen = false;
    await using test = await createTestRuntime({ handlers: [Payments], redis: choice });
    await test.push('payments', 'one', 'two');
    await test.settled();
    bank.isOpen = true;
    expect(await replayYesterday(test.runtime)).to.equal(0);
    const tomorrow = new Date(Date.now() + 24 * 60 * 60 * 1000);
    expect(await replayYesterday(test.runtime, tomorrow)).to.equal(2);
    await test.settled();
    const results = test.invocations('Payments.onPayment').map(({ result }) => result);
    expect(results.filter((result) => result !== undefined)).to.have.members(['one', 'two']);
  });

  onBoth('alerts somebody of a dead letter', async ({ choice }) => {
    const alerts: string[] = [];
    const pager = { alert: (text: string) => Promise.resolve(void alerts.push(text)) };
    await using test = await createTestRuntime({
      handlers: [Invoices],
      redis: choice,
      overrides: [['pager', pager]],
    });
    await test.add('invoices', { id: '1' });
    await test.settled();
    expect(alerts).to.have.length(1);
    expect(alerts[0]).to.match(
      /^Invoices\.onInvoice gave up \(rejected\): the printer is on fire, dead letter \d+-\d+$/,
    );
  });

  onBoth('forgets a product that has changed', async ({ choice }) => {
    await using test = await createTestRuntime({ handlers: [ProductCache], redis: choice });
    const cache = test.get(ProductCache);
    const load = (text: string) => () => Promise.resolve(text);
    expect(await cache.get('1', load('tea'))).to.equal('tea');
    expect(await cache.get('1', load('coffee'))).to.equal('tea');
    await test.publish('products:changed', '1');
    await test.settled();
    expect(await cache.get('1', load('coffee'))).to.equal('coffee');
  });

  it('forgets all products after a gap', async () => {
    await using test = await createTestRuntime({ handlers: [ProductCache], redis: 'fake' });
    const cache = test.get(ProductCache);
    await cache.get('1', () => Promise.resolve('tea'));
    const gap = new Promise((resolve) => test.runtime.once('gap', resolve));
    test.fake?.faults.drop();
    await gap;
    await test.settled();
    expect(await cache.get('1', () => Promise.resolve('coffee'))).to.equal('coffee');
  });

  onBoth('handles urgent orders beside slow ones', async ({ choice }) => {
    shipped.length = 0;
    const letThemEnd = holdSlowOnes();
    await using test = await createTestRuntime({ handlers: [Orders], redis: choice });
    await test.push('orders', ...Array.from({ length: 20 }, (_, index) => `slow ${index}`));
    await test.push('orders:urgent', 'urgent');
    await test.attempted('Orders.urgent', 1);
    expect(shipped[0]).to.equal('urgent');
    letThemEnd();
    await test.settled();
    expect(shipped).to.have.length(21);
  });

  onBoth('passes large payloads by reference', async ({ choice }) => {
    sizes.length = 0;
    await using test = await createTestRuntime({ handlers: [Scans], redis: choice });
    await scanned(test.redis, 'page '.repeat(100_000));
    await test.settled();
    expect(sizes).to.deep.equal([500_000]);
    await test.push('scans', { document: 'gone' });
    await test.settled();
    const [letter] = await test.runtime.deadLetters('Scans.onScan').list();
    expect(letter?.error.message).to.equal('the document gone has expired');
  });

  onBoth('has a function for each tenant', async ({ choice }) => {
    handled.length = 0;
    await using test = await createTestRuntime({ handlers: handlersOf(['north', 'south']), redis: choice });
    await test.push('{north}:orders', 'tea');
    await test.push('{south}:orders', 'coffee');
    await test.settled();
    expect(handled.sort()).to.deep.equal(['north: tea', 'south: coffee']);
    expect(test.runtime.functions.map(({ id }) => id)).to.deep.equal(['north.onOrder', 'south.onOrder']);
  });

  onBoth('keeps environments apart', async ({ choice, client }) => {
    environments.received.length = 0;
    await client.rpush('staging:orders', 'not ours');
    const settings = { environment: 'ada' };
    await using test = await createTestRuntime({ handlers: [environments.Orders], redis: choice, settings });
    await test.push(environments.orders, 'ours');
    await test.settled();
    expect(environments.received).to.deep.equal(['ada:orders: ours']);
    expect(await client.llen('staging:orders')).to.equal(1);
  });
});
