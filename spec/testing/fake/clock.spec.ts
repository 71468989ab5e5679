import { expect } from 'chai';
import { FakeRedis } from '../../../lib/testing/fake/fake-redis.js';
import { VirtualClock } from '../../../lib/testing/fake/clock/virtual-clock.js';

describe('FakeRedis with a virtual clock', () => {
  it('expires keys when their time comes, and says so then', async () => {
    await using fake = new FakeRedis({ clock: 'virtual' });
    const client = fake.createClient();
    await client.config('SET', 'notify-keyspace-events', 'Ex');
    const listener = fake.createClient();
    await listener.subscribe('__keyevent@0__:expired');
    const expired: string[] = [];
    listener.on('message', (_, key) => expired.push(key));
    await client.set('later', 'v', 'PX', 2_000);
    await client.set('sooner', 'v', 'PX', 1_000);
    await fake.clock.advance(999);
    expect(expired).to.deep.equal([]);
    await fake.clock.advance(1);
    expect(expired).to.deep.equal(['sooner']);
    await fake.clock.advance(10_000);
    expect(expired).to.deep.equal(['sooner', 'later']);
    expect(await client.dbsize()).to.equal(0);
  });

  it('ends a blocking command at its time', async () => {
    await using fake = new FakeRedis({ clock: 'virtual' });
    const client = fake.createClient();
    let reply: unknown = 'none yet';
    void client.blpop('list', 5).then((popped) => (reply = popped));
    await fake.clock.advance(4_999);
    expect(reply).to.equal('none yet');
    await fake.clock.advance(1);
    expect(reply).to.equal(null);
  });

  it('does what falls due in order, and what follows from it before the next', async () => {
    await using fake = new FakeRedis({ clock: 'virtual' });
    const order: string[] = [];
    void fake
      .createClient()
      .blpop('a', 2)
      .then(() => order.push('a'));
    void fake
      .createClient()
      .blpop('b', 1)
      .then(() => order.push('b'));
    await fake.clock.advance(10_000);
    expect(order).to.deep.equal(['b', 'a']);
  });

  it('gives stream ids and idle times by its time', async () => {
    await using fake = new FakeRedis({ clock: new VirtualClock(1_000) });
    const client = fake.createClient();
    expect(await client.xadd('s', '*', 'f', 'v')).to.equal('1000-0');
    await client.xgroup('CREATE', 's', 'g', '0');
    await client.xreadgroup('GROUP', 'g', 'c', 'STREAMS', 's', '>');
    await fake.clock.advance(700);
    expect(await client.xpending('s', 'g', '-', '+', 10)).to.deep.equal([['1000-0', 'c', 700, 1]]);
    await fake.clock.setTime(5_000);
    expect(await client.xadd('s', '*', 'f', 'v')).to.equal('5000-0');
    expect(fake.clock.now()).to.equal(5_000);
  });

  it('can be shared', async () => {
    const clock = new VirtualClock();
    await using one = new FakeRedis({ clock });
    await using other = new FakeRedis({ clock });
    await one.createClient().set('k', 'v', 'PX', 10);
    await other.createClient().set('k', 'v', 'PX', 10);
    await clock.advance(10);
    expect(await one.createClient().exists('k')).to.equal(0);
    expect(await other.createClient().exists('k')).to.equal(0);
  });

  it('stands while something is awaited, however long that takes', async () => {
    const clock = new VirtualClock(0);
    const order: string[] = [];
    let end = (): void => undefined;
    clock.standUntil(new Promise<void>((resolve) => (end = resolve)));
    clock.standUntil(Promise.reject(new Error('not loaded')));
    clock.at(5, () => order.push('due'));
    const advanced = clock.advance(5);
    for (let turn = 0; turn < 50; turn++) await new Promise(setImmediate);
    order.push('loaded');
    end();
    await advanced;
    expect(order).to.deep.equal(['loaded', 'due']);
  });

  it("refuses to move the system's time", async () => {
    await using fake = new FakeRedis();
    expect(await fake.clock.advance(1).catch(String)).to.include('virtual');
  });
});
