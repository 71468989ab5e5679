import { PGlite } from '@electric-sql/pglite';
import { expect } from 'chai';
import { createTestRuntime } from 'redis-triggers/testing';
import { Visits } from '../../../examples/recipes/batch-insert.js';
import { placeOrder, relayOutbox, type Database } from '../../../examples/recipes/outbox.js';
import { Transfers } from '../../../examples/recipes/transaction.js';
import { failureOf, onBoth } from './on-both.js';

describe('the recipes with PostgreSQL', function () {
  this.timeout(60_000);
  let lite: PGlite;
  let database: Database;

  before(async () => {
    lite = await PGlite.create();
    database = {
      query: async (sql, parameters = []) =>
        (await lite.query<Record<string, unknown>>(sql, [...parameters])).rows,
    };
  });
  beforeEach(() =>
    lite.exec(`drop table if exists orders, outbox, visits, handled, accounts;
      create table orders (id int primary key, article text);
      create table outbox (id serial primary key, message text);
      create table visits (page text, at timestamptz);
      create table handled (id text primary key);
      create table accounts (name text primary key, balance int);
      insert into accounts values ('ada', 0)`),
  );
  after(() => lite.close());

  onBoth('sends what was committed, in order, and nothing else', async ({ choice, client }) => {
    await using test = await createTestRuntime({
      handlers: [Visits],
      redis: choice,
      overrides: [['database', database]],
    });
    await placeOrder(database, { id: 1, article: 'tea' });
    await placeOrder(database, { id: 2, article: 'cup' });
    await failureOf(placeOrder(database, { id: 1, article: 'again' }));
    expect(await relayOutbox(database, test.runtime.sender)).to.equal(2);
    expect(await relayOutbox(database, test.runtime.sender)).to.equal(0);
    const entries = await client.xrange('orders', '-', '+');
    expect(entries.map(([, fields]) => JSON.parse(fields[1] ?? '') as unknown)).to.deep.equal([
      { id: 1, article: 'tea' },
      { id: 2, article: 'cup' },
    ]);
  });

  onBoth('inserts what was read together with one statement', async ({ choice, client }) => {
    const visits = Array.from({ length: 700 }, (_, index) => ({
      page: `/${index}`,
      at: new Date(0).toISOString(),
    }));
    await client.rpush('visits', ...visits.map((visit) => JSON.stringify(visit)));
    await using test = await createTestRuntime({
      handlers: [Visits],
      redis: choice,
      overrides: [['database', database]],
    });
    await test.settled();
    const [row] = await database.query('select count(*)::int as count from visits');
    expect(row).to.deep.equal({ count: 700 });
    expect(test.invocations('Visits.onVisits').length).to.be.below(20);
  });

  onBoth('changes a balance once, though the entry comes twice', async ({ choice, client }) => {
    await using test = await createTestRuntime({
      handlers: [Transfers],
      redis: choice,
      overrides: [['database', database]],
    });
    const id = await test.add('transfers', { json: '{"account":"ada","amount":5}' });
    await test.settled();
    await client.xgroup('SETID', 'transfers', 'Transfers.onTransfer', '0');
    await test.attempted('Transfers.onTransfer', 2);
    await test.settled();
    expect(await database.query('select name, balance from accounts')).to.deep.equal([
      { name: 'ada', balance: 5 },
    ]);
    expect(await database.query('select id from handled')).to.deep.equal([{ id }]);
  });
});
