import { expect } from 'chai';
import { ChannelMessage } from '../../lib/messages/channel-message.js';
import { ListElement } from '../../lib/messages/list-element.js';
import { StreamEntry } from '../../lib/messages/stream-entry.js';
import { RedisListTrigger } from '../../lib/triggers/redis-list-trigger.js';
import { RedisPubSubTrigger } from '../../lib/triggers/redis-pubsub-trigger.js';
import { RedisStreamTrigger } from '../../lib/triggers/redis-stream-trigger.js';
import type { DeadLetters } from '../../lib/dead-letters/dead-letters.js';
import { rejectionOf } from '../support/rejection-of.js';
import { Recorder } from '../support/recorder.js';
import { serverVersion } from '../support/server-version.js';
import { signalled } from '../support/signalled.js';
import { describeOnRedis, redisName as connection } from '../support/test-redis.js';

const binary = Buffer.from([0xff, 0x00, 0x0a]);

describeOnRedis('The dead letters of a function', (redis) => {
  it('are listed, oldest first, with everything that is known of them', async () => {
    const letters = await failedElements('first', binary);
    const [first, second] = await letters.list();
    expect(await letters.list({ limit: 1 })).to.have.length(1);
    expect(await letters.list({ limit: 0 })).to.have.length(0);
    expect(await letters.count()).to.equal(2);
    expect(first).to.include({
      ...{ key: '{orders}:dead-letter:Orders.onOrder', functionId: 'Orders.onOrder', kind: 'list' },
      ...{ source: 'orders', reason: 'handler-failed', attempts: 1 },
    });
    expect(first!.error).to.include({ name: 'TypeError', message: 'not today' });
    expect(first!.error.stack).to.include('TypeError');
    expect(Date.now() - first!.failedAt.getTime()).to.be.within(-1_000, 60_000);
    expect(second!.message).to.be.instanceOf(ListElement).and.to.deep.include({ body: binary });
  });

  it('are read however many they are, and whatever else is in their stream', async () => {
    const letters = await failedElements('first');
    const template = (await redis.client.xrange('{orders}:dead-letter:Orders.onOrder', '-', '+'))[0]![1];
    await redis.client.xadd('{orders}:dead-letter:Orders.onOrder', '*', 'some', 'rubbish');
    for (let index = 0; index < 250; index++) {
      await redis.client.xadd('{orders}:dead-letter:Orders.onOrder', '*', ...template);
    }
    let seen = 0;
    for await (const letter of letters) seen += letter.reason === 'handler-failed' ? 1 : 0;
    expect(seen).to.equal(251);
  });

  it('go back to their list, behind what waits there, byte for byte and once', async () => {
    const elements = new Recorder<Buffer>();
    const state = { fails: true };
    class Orders {
      @RedisListTrigger({ connection, key: 'orders' })
      onOrder(element: ListElement): void {
        if (state.fails) throw new Error('not today');
        elements.add(element.body);
      }
    }
    const runtime = await redis.startRuntime([Orders]);
    await redis.client.rpush('orders', binary);
    const letters = runtime.deadLetters('Orders.onOrder');
    const letter = await signalled('deadLettered', async () => (await letters.list())[0], 'the dead letter');
    state.fails = false;
    expect(await letters.replay([letter, letter])).to.equal(1);
    expect(await elements.until(1)).to.deep.equal([binary]);
    expect(await letters.count()).to.equal(0);
    expect(await letters.replay(letter)).to.equal(0);
  });

  it('go back to the end of their list at which elements wait longest', async () => {
    for (const listPopFromBeginning of [true, false]) {
      await redis.client.del('orders');
      const letters = await failWith({ listPopFromBeginning }, ['again']);
      await redis.client.rpush('orders', 'waits', 'waits');
      await letters.replay('all');
      const expected = listPopFromBeginning ? ['waits', 'waits', 'again'] : ['again', 'waits', 'waits'];
      expect(await redis.client.lrange('orders', 0, -1)).to.deep.equal(expected);
    }
  });

  it('are delivered again to their own group, under their own entry id', async () => {
    const handled = new Recorder<StreamEntry>();
    const others = new Recorder<string>();
    const state = { fails: true };
    class Orders {
      @RedisStreamTrigger({ connection, key: 'orders', maxDeliveryCount: 1 })
      onOrder(entry: StreamEntry): void {
        if (state.fails) throw new Error('not today');
        handled.add(entry);
      }

      @RedisStreamTrigger({ connection, key: 'orders' })
      onOther(entry: StreamEntry): void {
        others.add(entry.id);
      }
    }
    const runtime = await redis.startRuntime([Orders]);
    await redis.client.xadd('orders', '5-1', 'a', '1', 'a', binary);
    const letters = runtime.deadLetters('Orders.onOrder');
    const letter = await signalled('deadLettered', async () => (await letters.list())[0], 'the dead letter');
    state.fails = false;
    expect(await letters.replay('all')).to.equal(1);
    const [entry] = await handled.until(1);
    expect(entry).to.deep.include({ id: '5-1', deliveryCount: 1 });
    expect(entry!.fields).to.deep.equal((letter.message as StreamEntry).fields);
    expect(others.items).to.deep.equal(['5-1']);
    await signalled(
      'settled',
      async () => ((await redis.client.xpending('orders', 'Orders.onOrder')) as [number])[0] === 0,
      'the acknowledgement',
    );
  });

  it('are added to their stream again where they were deleted from it', async () => {
    const handled = new Recorder<StreamEntry>();
    const state = { fails: true };
    class Orders {
      @RedisStreamTrigger({ connection, key: 'orders', maxDeliveryCount: 1, deleteAfterProcess: true })
      onOrder(entry: StreamEntry): void {
        if (state.fails) throw new Error('not today');
        handled.add(entry);
      }
    }
    const runtime = await redis.startRuntime([Orders]);
    await redis.client.xadd('orders', '5-1', 'b', '2', 'a', '1', 'b', '3');
    const letters = runtime.deadLetters('Orders.onOrder');
    await signalled('deadLettered', async () => (await letters.count()) === 1, 'the dead letter');
    state.fails = false;
    await letters.replay('all');
    const [entry] = await handled.until(1);
    expect(entry!.id).not.to.equal('5-1');
    expect(entry!.fields.flat().map(String)).to.deep.equal(['b', '2', 'a', '1', 'b', '3']);
  });

  it('are added again and not lost however many fields they have', async () => {
    const handled = new Recorder<StreamEntry>();
    const state = { fails: true };
    const options = { maxDeliveryCount: 1, claimIdleInMs: 300, deleteAfterProcess: true };
    class Orders {
      @RedisStreamTrigger({ connection, key: 'orders', ...options })
      onOrder(entry: StreamEntry): void {
        if (state.fails) throw new Error('not today');
        handled.add(entry);
      }
    }
    const fields = Array.from({ length: 8_001 }, (_, index) => [`name ${index}`, `${index}`]).flat();
    await redis.client.set('{orders}:dead-letter:Orders.onOrder', 'no stream');
    const runtime = await redis.startRuntime([Orders]);
    await redis.client.xadd('orders', '5-1', ...fields);
    const lastError = (): string => runtime.health().functions['Orders.onOrder']?.lastError?.message ?? '';
    await signalled(
      'healthChanged',
      () => Promise.resolve(lastError().startsWith('WRONGTYPE')),
      'the refusal',
    );
    expect(await redis.client.xlen('orders')).to.equal(1);
    await redis.client.del('{orders}:dead-letter:Orders.onOrder');
    const letters = runtime.deadLetters('Orders.onOrder');
    await signalled('deadLettered', async () => (await letters.count()) === 1, 'the dead letter');
    await signalled(
      'settled',
      async () => (await redis.client.xlen('orders')) === 0,
      'the entry to be deleted',
    );
    state.fails = false;
    expect(await letters.replay('all')).to.equal(1);
    expect((await handled.until(1))[0]!.fields.flat().map(String)).to.deep.equal(fields);
    expect(await letters.count()).to.equal(0);
  });

  it('stay, and their entry is not added again, where Redis refuses to deliver it to its group', async () => {
    class Orders {
      @RedisStreamTrigger({ connection, key: 'orders', maxDeliveryCount: 1 })
      onOrder(): void {
        throw new Error('not today');
      }
    }
    const first = await redis.startRuntime([Orders]);
    await redis.client.xadd('orders', '5-1', 'a', '1');
    await signalled(
      'deadLettered',
      async () => (await first.deadLetters('Orders.onOrder').count()) === 1,
      'the dead letter',
    );
    await first.stop();
    const letters = (await redis.createRuntime([Orders])).deadLetters('Orders.onOrder');
    await redis.client.xgroup('DESTROY', 'orders', 'Orders.onOrder');
    const refused = await rejectionOf(letters.replay('all'));
    expect(refused).to.include({ code: 'DEAD_LETTER_NOT_REPLAYED', place: 'Orders.onOrder' });
    expect(String((refused as Error).cause)).to.include('NOGROUP');
    expect([await redis.client.xlen('orders'), await letters.count()]).to.deep.equal([1, 1]);
    await redis.client.xgroup('CREATE', 'orders', 'Orders.onOrder', '$');
    expect(await letters.replay('all')).to.equal(1);
    expect(await redis.client.xpending('orders', 'Orders.onOrder')).to.have.property('0', 1);
  });

  it('may have a hundred thousand fields', async function () {
    this.timeout(240_000);
    const fields = Array.from({ length: 200_000 }, (_, index) => `${index}`);
    class Orders {
      @RedisStreamTrigger({ connection, key: 'orders', maxDeliveryCount: 1 })
      onOrder(): void {
        throw new Error('not today');
      }
    }
    const first = await redis.startRuntime([Orders]);
    await redis.client.call('XADD', ['orders', '5-1', ...fields]);
    await signalled(
      'deadLettered',
      async () => (await first.deadLetters('Orders.onOrder').count()) === 1,
      'the dead letter',
      30_000,
    );
    await first.stop();
    const letters = (await redis.createRuntime([Orders])).deadLetters('Orders.onOrder');
    const [letter] = await letters.list();
    expect((letter!.message as StreamEntry).fields).to.have.length(100_000);
    await redis.client.xdel('orders', '5-1');
    expect(await letters.replay('all')).to.equal(1);
    expect([await redis.client.xlen('orders'), await letters.count()]).to.deep.equal([1, 0]);
  });

  it('hold no more of an error than is worth keeping', async () => {
    class Orders {
      @RedisListTrigger({ connection, key: 'orders' })
      onOrder(): void {
        throw new Error('x'.repeat(8 << 20));
      }
    }
    const runtime = await redis.startRuntime([Orders]);
    await redis.client.rpush('orders', ...Array.from({ length: 10 }, () => 'ab'));
    const letters = runtime.deadLetters('Orders.onOrder');
    await signalled('deadLettered', async () => (await letters.count()) === 10, 'the dead letters');
    const fields = (await redis.client.xrange(`{orders}:dead-letter:Orders.onOrder`, '-', '+')).flat(2);
    expect(fields.reduce((sum, text) => sum + text.length, 0)).to.be.below(300_000);
    const [letter] = await letters.list();
    expect(letter!.error.message).to.match(/^x+… \(8,388,608 characters in all\)$/);
    expect(letter!.error.stack).to.include(' at ');
  });

  it('are published again on the channel they came from', async () => {
    const handled = new Recorder<ChannelMessage>();
    const state = { fails: true };
    class News {
      @RedisPubSubTrigger({ connection, channel: 'news.*', deadLetter: true })
      onNews(message: ChannelMessage): void {
        if (state.fails) throw new Error('not today');
        handled.add(message);
      }
    }
    const runtime = await redis.startRuntime([News]);
    await redis.client.publish('news.a', 'one');
    await redis.client.publish('news.b', binary);
    const letters = runtime.deadLetters('News.onNews');
    await signalled('deadLettered', async () => (await letters.count()) === 2, 'the dead letters');
    state.fails = false;
    expect(await letters.replay('all')).to.equal(2);
    const messages = await handled.until(2);
    expect(messages.map(({ channel, body }) => [channel, body.toString('hex')])).to.deep.equal([
      ['news.a', Buffer.from('one').toString('hex')],
      ['news.b', binary.toString('hex')],
    ]);
  });

  it('are published again on the sharded channel they came from', async function () {
    if ((await serverVersion(redis.client)) < 7) this.skip();
    const handled = new Recorder<string>();
    const state = { fails: true };
    class News {
      @RedisPubSubTrigger({ connection, channel: 'news', sharded: true, deadLetter: true })
      onNews({ body }: ChannelMessage): void {
        if (state.fails) throw new Error('not today');
        handled.add(body.toString());
      }
    }
    const runtime = await redis.startRuntime([News]);
    await redis.client.spublish('news', 'one');
    const letters = runtime.deadLetters('News.onNews');
    await signalled('deadLettered', async () => (await letters.count()) === 1, 'the dead letter');
    state.fails = false;
    expect(await letters.replay('all')).to.equal(1);
    expect(await handled.until(1)).to.deep.equal(['one']);
  });

  it('are published again on a channel whose name is no text', async () => {
    const handled = new Recorder<ChannelMessage>();
    const state = { fails: true };
    class News {
      @RedisPubSubTrigger({ connection, channel: 'news.*', deadLetter: true })
      onNews(message: ChannelMessage): void {
        if (state.fails) throw new Error('not today');
        handled.add(message);
      }
    }
    const runtime = await redis.startRuntime([News]);
    const channel = Buffer.concat([Buffer.from('news.'), binary]);
    await redis.client.publish(channel, 'one');
    const letters = runtime.deadLetters('News.onNews');
    const letter = await signalled('deadLettered', async () => (await letters.list())[0], 'the dead letter');
    expect((letter.message as ChannelMessage).channelBytes).to.deep.equal(channel);
    state.fails = false;
    expect(await letters.replay('all')).to.equal(1);
    expect((await handled.until(1))[0]!.channelBytes).to.deep.equal(channel);
  });

  it('are replayed at a rate, until somebody says that it is enough', async () => {
    const letters = await failedElements('1', '2', '3', '4', '5');
    const startedAt = performance.now();
    expect(await letters.replay((await letters.list()).slice(0, 3), { ratePerSecond: 20 })).to.equal(3);
    expect(performance.now() - startedAt).to.be.at.least(95);
    expect(await letters.replay('all', { signal: AbortSignal.abort() })).to.equal(0);
    expect(await letters.count()).to.equal(2);
  });

  it('are not replayed at a rate that is none', async () => {
    const letters = await failedElements('1', '2');
    for (const ratePerSecond of [0, -1, NaN, 1e-9]) {
      const error = await rejectionOf(letters.replay('all', { ratePerSecond }));
      expect(error.code).to.equal('OPTION_INVALID');
    }
    expect(await letters.count()).to.equal(2);
  });

  it('end a replay of all where they began, though all of them fail again', async () => {
    class Orders {
      @RedisListTrigger({ connection, key: 'orders' })
      onOrder(): void {
        throw new Error('never');
      }
    }
    const runtime = await redis.startRuntime([Orders]);
    await redis.client.rpush('orders', '1', '2', '3');
    const letters = runtime.deadLetters('Orders.onOrder');
    await signalled('deadLettered', async () => (await letters.count()) === 3, 'the dead letters');
    expect(await letters.replay('all')).to.equal(3);
    await signalled('deadLettered', async () => (await letters.count()) === 3, 'the dead letters, again');
  });

  it('stay where they are while what is to be put back cannot be', async () => {
    const letters = await failedElements('1');
    await redis.client.set('orders', 'no list');
    expect(await letters.replay('all').catch(String)).to.include('WRONGTYPE');
    expect(await letters.count()).to.equal(1);
  });

  it('are removed, one or all', async () => {
    const letters = await failedElements('1', '2', '3');
    const [first] = await letters.list();
    expect(await letters.remove(first!)).to.equal(1);
    expect(await letters.remove(first!)).to.equal(0);
    expect(await letters.remove('all')).to.equal(2);
    expect(await letters.count()).to.equal(0);
  });

  it('are asked for by an id that a function has, from a runtime that was not stopped', async () => {
    const runtime = await redis.startRuntime([failing()]);
    expect(() => runtime.deadLetters('Orders.onOder'))
      .to.throw()
      .that.includes({
        code: 'FUNCTION_UNKNOWN',
        remedy: 'Did you mean "Orders.onOrder"?',
      });
    await runtime.stop();
    expect(() => runtime.deadLetters('Orders.onOrder'))
      .to.throw()
      .with.property('code', 'RUNTIME_STATE');
  });

  function failing(options: object = {}) {
    class Orders {
      @RedisListTrigger({ connection, key: 'orders', ...options })
      onOrder(): void {
        throw new TypeError('not today');
      }
    }
    return Orders;
  }

  /** The dead letters of these elements; their function listens no more. */
  async function failWith(options: object, elements: readonly (string | Buffer)[]): Promise<DeadLetters> {
    const first = await redis.startRuntime([failing(options)]);
    await redis.client.rpush('orders', ...elements);
    const { length } = elements;
    const letters = first.deadLetters('Orders.onOrder');
    await signalled('deadLettered', async () => (await letters.count()) === length, 'the dead letters');
    await first.stop();
    return (await redis.createRuntime([failing(options)])).deadLetters('Orders.onOrder');
  }

  const failedElements = (...elements: readonly (string | Buffer)[]): Promise<DeadLetters> =>
    failWith({}, elements);
});
