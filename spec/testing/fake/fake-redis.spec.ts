import { expect } from 'chai';
import { FakeRedis } from '../../../lib/testing/fake/fake-redis.js';

describe('FakeRedis', () => {
  it('serves ioredis without a socket, in RESP2 and RESP3', async () => {
    await using fake = new FakeRedis();
    for (const protocol of [2, 3] as const) {
      const client = fake.createClient({ protocol });
      await client.rpush(`list${protocol}`, 'a', 'b');
      expect(await client.lrange(`list${protocol}`, 0, -1)).to.deep.equal(['a', 'b']);
      await client.quit();
    }
  });

  it('is one of many: instances share nothing', async () => {
    await using one = new FakeRedis();
    await using other = new FakeRedis();
    await one.createClient().set('k', 'v');
    expect(await other.createClient().get('k')).to.equal(null);
  });

  it('delivers messages to a subscriber', async () => {
    await using fake = new FakeRedis();
    const subscriber = fake.createClient();
    await subscriber.subscribe('news');
    const message = new Promise((resolve) => subscriber.once('message', (_, text) => resolve(text)));
    await fake.createClient().publish('news', 'hello');
    expect(await message).to.equal('hello');
  });

  it('wakes a client that blocks', async () => {
    await using fake = new FakeRedis();
    const popped = fake.createClient().blpop('list', 0);
    await fake.createClient().rpush('list', 'a');
    expect(await popped).to.deep.equal(['list', 'a']);
  });

  it('asks for its password', async () => {
    await using fake = new FakeRedis({ password: 'secret' });
    expect(await fake.createClient({ password: 'secret' }).ping()).to.equal('PONG');
    const stranger = fake.createClient({ protocol: 2, enableReadyCheck: false });
    expect(await stranger.get('k').catch(String)).to.include('NOAUTH Authentication required.');
  });

  it('has as many databases as it is told', async () => {
    await using fake = new FakeRedis({ databases: 2 });
    const client = fake.createClient();
    await client.select(1);
    expect(await client.select(2).catch(String)).to.include('DB index is out of range');
  });

  it('loses its data in a restart, or keeps it', async () => {
    await using fake = new FakeRedis();
    const client = fake.createClient({ retryStrategy: () => 1 });
    await client.set('k', 'v');
    fake.restart({ keepData: true });
    expect(await client.get('k')).to.equal('v');
    fake.restart({ keepData: false });
    expect(await client.get('k')).to.equal(null);
  });

  it('answers nothing while it is frozen, and all when it thaws', async () => {
    await using fake = new FakeRedis();
    const client = fake.createClient();
    await client.ping();
    fake.freeze();
    let answered = false;
    const reply = client.set('k', 'v').then((text) => {
      answered = true;
      return text;
    });
    await new Promise((resolve) => setImmediate(resolve));
    expect(answered).to.equal(false);
    fake.thaw();
    expect(await reply).to.equal('OK');
  });

  it('leaves nothing open when it is closed', async () => {
    // Its clients have no sockets; those of other specs may come and go.
    const servers = (): number =>
      process.getActiveResourcesInfo().filter((name) => name === 'TCPServerWrap').length;
    const before = servers();
    const fake = new FakeRedis();
    await fake.listen(0);
    const client = fake.createClient();
    await client.set('k', 'v', 'EX', 100);
    const blocked = client.blpop('list', 100).catch(() => 'closed');
    await fake.close();
    expect(await blocked).to.equal('closed');
    // Node.js takes a turn or two to forget a server that has closed.
    for (let turn = 0; turn < 10 && servers() > before; turn++)
      await new Promise((resolve) => setImmediate(resolve));
    expect(servers()).to.equal(before);
    expect(() => fake.createClient()).to.throw('closed');
  });
});
