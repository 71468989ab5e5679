import { expect } from 'chai';
import { once } from 'node:events';
import type { Redis } from 'ioredis';
import { FakeRedis } from '../../../lib/testing/fake/fake-redis.js';

describe('FakeRedis with faults', () => {
  let fake: FakeRedis;
  let client: Redis;

  beforeEach(async () => {
    fake = new FakeRedis({ clock: 'virtual' });
    client = fake.createClient({ retryStrategy: () => 1, maxRetriesPerRequest: 0 });
    client.on('error', () => undefined);
    await client.ping();
  });

  afterEach(() => fake.close());

  it('answers the next calls of a command with an error', async () => {
    fake.faults.fail('get', 'LOADING Redis is loading the dataset in memory', 2);
    expect(await client.get('k').catch(String)).to.include('LOADING');
    expect(await client.get('k').catch(String)).to.include('LOADING');
    expect(await client.get('k')).to.equal(null);
  });

  it('answers with an error until the fault is removed', async () => {
    const fault = fake.faults.fail('*', 'READONLY no');
    expect(await client.set('k', 'v').catch(String)).to.include('READONLY');
    fault.remove();
    expect(await client.set('k', 'v')).to.equal('OK');
  });

  it('loses a request: the command has no effect', async () => {
    await client.rpush('list', 'a');
    fake.faults.dropBefore('lpop');
    expect(await client.lpop('list').catch(() => 'lost')).to.equal('lost');
    expect(await client.llen('list')).to.equal(1);
  });

  it('loses a reply: the command has taken effect', async () => {
    await client.rpush('list', 'a');
    fake.faults.dropAfter('lpop');
    expect(await client.lpop('list').catch(() => 'lost')).to.equal('lost');
    expect(await client.llen('list')).to.equal(0);
  });

  it('loses the reply of a command that was blocked', async () => {
    fake.faults.dropAfter('blpop');
    const popped = client.blpop('list', 0).catch(() => 'lost');
    await fake.createClient().rpush('list', 'a');
    expect(await popped).to.equal('lost');
    expect(await fake.createClient().llen('list')).to.equal(0);
  });

  it('delays replies by its clock', async () => {
    fake.faults.delay('get', 500);
    let answered = false;
    void client.get('k').then(() => (answered = true));
    await fake.clock.advance(499);
    expect(answered).to.equal(false);
    await fake.clock.advance(1);
    expect(answered).to.equal(true);
  });

  it('drops connections now, by name', async () => {
    const named = fake.createClient({ connectionName: 'victim', retryStrategy: () => null });
    await named.ping();
    const ended = once(named, 'end');
    fake.faults.drop('victim');
    await ended;
    expect(client.status).to.equal('ready');
  });

  it('drops a connection behind so many replies', async () => {
    const id = await client.client('ID');
    fake.faults.dropAfterReplies(2, id);
    const replies = await Promise.all([1, 2, 3].map((n) => client.echo(`${n}`).catch(() => 'lost')));
    expect(replies).to.deep.equal(['1', '2', 'lost']);
  });

  it('goes half open: reads, and never answers again on that connection', async () => {
    fake.faults.halfOpen = true;
    let answered = false;
    void client.ping().then(
      () => (answered = true),
      () => undefined,
    );
    await fake.clock.advance(60_000);
    fake.faults.halfOpen = false;
    expect(answered).to.equal(false);
    expect(await fake.createClient().ping()).to.equal('PONG');
  });

  it('refuses connections', async () => {
    fake.faults.refusing = true;
    const refused = fake.createClient({ lazyConnect: true, retryStrategy: () => null });
    const problem = once(refused, 'error');
    await refused.connect().catch(() => undefined);
    expect(String(await problem)).to.include('ECONNREFUSED');
  });
});
