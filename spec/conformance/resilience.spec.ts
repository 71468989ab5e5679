import { expect } from 'chai';
import { RedisMessageModel } from '../../lib/messages/redis-message-model.js';
import type { Runtime } from '../../lib/runtime/runtime.js';
import { RedisListTrigger } from '../../lib/triggers/redis-list-trigger.js';
import { RedisPubSubTrigger } from '../../lib/triggers/redis-pubsub-trigger.js';
import { whenAborted } from '../../lib/time/when-aborted.js';
import { RedisStreamTrigger } from '../../lib/triggers/redis-stream-trigger.js';
import { Recorder } from '../support/recorder.js';
import { signalled } from '../support/signalled.js';
import { describeOnRedis, redisName } from '../support/test-redis.js';

describeOnRedis('A listener', (redis) => {
  const isAllAcknowledged = async (): Promise<boolean> =>
    Number((await redis.client.xpending('orders', 'Streams.onEntry'))[0]) === 0;

  it('survives a list of another type, and goes on when it is gone', async () => {
    const received = new Recorder<string>();
    const runtime = await redis.startRuntime([listHandler(received, 'orders')]);
    await redis.client.set('orders', 'not a list');
    await untilState(runtime, 'Lists.onElement', 'recovering');
    expect(runtime.health().functions['Lists.onElement']?.lastError?.message).to.match(/^WRONGTYPE/);
    await redis.client.del('orders');
    await redis.client.rpush('orders', 'a');
    expect(await received.until(1)).to.deep.equal(['a']);
    await untilState(runtime, 'Lists.onElement', 'listening');
  });

  it('goes on with its other lists while one is of another type', async () => {
    const received = new Recorder<string>();
    await redis.client.set('bad', 'not a list');
    await redis.client.rpush('good', 'a');
    const runtime = await redis.startRuntime([listHandler(received, 'bad good')]);
    await received.until(1);
    await redis.client.rpush('good', 'b');
    expect(await received.until(2)).to.deep.equal(['a', 'b']);
    expect(runtime.health().functions['Lists.onElement']).to.include({ state: 'recovering' });
  });

  it('goes on with its other streams while one is of another type', async () => {
    const received = new Recorder<string>();
    await redis.client.set('bad', 'not a stream');
    const runtime = await redis.startRuntime([streamHandler(received, 'bad good')]);
    await redis.client.xadd('good', '*', 'a', '1');
    expect(await received.until(1)).to.deep.equal(['{"a":"1"}']);
    expect(runtime.health().functions['Streams.onEntry']).to.include({ state: 'recovering' });
  });

  it('survives that its stream is deleted, and misses nothing that is added afterwards', async () => {
    const received = new Recorder<string>();
    await redis.startRuntime([streamHandler(received, 'orders')]);
    await redis.client.xadd('orders', '*', 'n', '1');
    await received.until(1);
    await redis.client.del('orders');
    await redis.client.xadd('orders', '*', 'n', '2');
    await redis.client.xadd('orders', '*', 'n', '3');
    expect(await received.until(3)).to.deep.equal(['{"n":"1"}', '{"n":"2"}', '{"n":"3"}']);
  });

  it('misses nothing when its stream is deleted and begins again with the same ids', async () => {
    const received = new Recorder<string>();
    await redis.startRuntime([streamHandler(received, 'orders')]);
    await redis.client.xadd('orders', '5-0', 'n', '1');
    await received.until(1);
    await signalled('settled', isAllAcknowledged, 'the acknowledgement');
    const begunAgain = redis.client.multi().del('orders').xadd('orders', '5-0', 'n', '2');
    await begunAgain.xadd('orders', '5-1', 'n', '3').exec();
    expect(await received.until(3)).to.deep.equal(['{"n":"1"}', '{"n":"2"}', '{"n":"3"}']);
  });

  it('handles the last entry no second time when its group is destroyed', async () => {
    const received = new Recorder<string>();
    await redis.startRuntime([streamHandler(received, 'orders')]);
    await redis.client.xadd('orders', '5-0', 'n', '1');
    await received.until(1);
    await signalled('settled', isAllAcknowledged, 'the acknowledgement');
    await redis.client.xgroup('DESTROY', 'orders', 'Streams.onEntry');
    await redis.client.xadd('orders', '5-1', 'n', '2');
    expect(await received.until(2)).to.deep.equal(['{"n":"1"}', '{"n":"2"}']);
  });

  it("misses nothing when its group is destroyed, also with startFrom: '$'", async () => {
    const received = new Recorder<string>();
    await redis.client.xadd('orders', '*', 'n', 'before');
    await redis.startRuntime([streamHandler(received, 'orders', { startFrom: '$' })]);
    await redis.client.xgroup('DESTROY', 'orders', 'Streams.onEntry');
    await redis.client.xadd('orders', '*', 'n', 'after');
    expect(await received.until(1)).to.deep.equal(['{"n":"after"}']);
  });

  it("misses nothing when its stream begins anew with smaller ids, also with startFrom: '$'", async () => {
    const received = new Recorder<string>();
    await redis.client.xadd('orders', '9-1', 'n', 'before');
    await redis.startRuntime([streamHandler(received, 'orders', { startFrom: '$' })]);
    await redis.client.del('orders');
    await signalled('healthChanged', async () => (await redis.client.exists('orders')) === 1, 'the group');
    await redis.client.xadd('orders', '1-1', 'n', 'after');
    expect(await received.until(1)).to.deep.equal(['{"n":"after"}']);
  });

  it('survives that everything is deleted', async () => {
    const received = new Recorder<string>();
    await redis.startRuntime([streamHandler(received, 'entries'), listHandler(received, 'elements')]);
    await redis.client.flushall();
    await redis.client.xadd('entries', '*', 'n', '1');
    await redis.client.rpush('elements', 'a');
    expect([...(await received.until(2))].sort()).to.deep.equal(['a', '{"n":"1"}']);
  });

  it('survives that its connections are killed, whatever they are for', async () => {
    const received = new Recorder<string>();
    const handlers = [
      listHandler(received, 'elements'),
      streamHandler(received, 'entries'),
      channelHandler(received, 'channel'),
    ];
    const runtime = await redis.startRuntime(handlers);
    for (let round = 0; round < 3; round++) {
      await redis.client.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
      await redis.client.call('CLIENT', 'KILL', 'TYPE', 'pubsub');
      await redis.client.rpush('elements', `element ${round}`);
      await redis.client.xadd('entries', '*', 'n', round);
      await received.untilTrue((items) => items.includes(`element ${round}`), 'the element');
      await received.untilTrue((items) => items.includes(`{"n":"${round}"}`), 'the entry');
      await signalled('healthChanged', () => runtime.health().ready, 'all functions to listen');
      await redis.client.publish('channel', `message ${round}`);
      await received.untilTrue((items) => items.includes(`message ${round}`), 'the message');
    }
    expect(received.items).to.have.length(9);
  });

  describe('while memory is full', () => {
    const options = { deleteAfterProcess: true };

    afterEach(() => redis.client.config('SET', 'maxmemory', '0'));

    it('starts on a stream whose group is there, and frees the memory of what it handles', async () => {
      const received = new Recorder<string>();
      await redis.client.xgroup('CREATE', 'orders', 'Streams.onEntry', '0', 'MKSTREAM');
      await redis.client.xadd('orders', '*', 'n', '1');
      await redis.client.config('SET', 'maxmemory', '1');
      const runtime = await redis.startRuntime([streamHandler(received, 'orders', options)]);
      expect(await received.until(1)).to.deep.equal(['{"n":"1"}']);
      await signalled('settled', async () => (await redis.client.xlen('orders')) === 0, 'the deletion');
      await untilState(runtime, 'Streams.onEntry', 'listening');
    });

    it('goes on with a stream after its connections were killed', async () => {
      const received = new Recorder<string>();
      const gate = new AbortController();
      const one = { ...options, concurrency: 1, prefetch: 0 };
      const runtime = await redis.startRuntime([streamHandler(received, 'orders', one, gate.signal)]);
      for (const n of [1, 2, 3]) await redis.client.xadd('orders', '*', 'n', n);
      await received.until(1);
      await redis.client.config('SET', 'maxmemory', '1');
      await redis.client.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
      gate.abort();
      expect(await received.until(3)).to.deep.equal(['{"n":"1"}', '{"n":"2"}', '{"n":"3"}']);
      await signalled('settled', async () => (await redis.client.xlen('orders')) === 0, 'the deletions');
      await untilState(runtime, 'Streams.onEntry', 'listening');
    });

    it('goes on with its other streams while the group of one cannot be made', async () => {
      const received = new Recorder<string>();
      await redis.client.xgroup('CREATE', 'good', 'Streams.onEntry', '0', 'MKSTREAM');
      await redis.client.xadd('good', '*', 'n', '1');
      await redis.client.config('SET', 'maxmemory', '1');
      const runtime = await redis.createRuntime([streamHandler(received, 'new good', options)]);
      const started = runtime.start();
      expect(await received.until(1)).to.deep.equal(['{"n":"1"}']);
      await started;
      expect(runtime.health().functions['Streams.onEntry']).to.include({ state: 'recovering' });
    });
  });

  it('reports the gap in a subscription', async () => {
    const received = new Recorder<string>();
    const log = new Recorder<string>();
    const logger = {
      ...silent,
      error: (_fields: object, text: string) => log.add(text),
      child: () => logger,
    };
    await redis.startRuntime([channelHandler(received, 'channel')], { logger });
    await redis.client.call('CLIENT', 'KILL', 'TYPE', 'pubsub');
    const [text] = await log.until(1);
    expect(text).to.match(/messages may be lost: not subscribed for \d+ ms/);
  });
});

const silent = {
  debug: (): void => undefined,
  info: (): void => undefined,
  warn: (): void => undefined,
};

function listHandler(received: Recorder<string>, key: string) {
  class Lists {
    @RedisListTrigger({ connection: redisName, key })
    onElement(message: RedisMessageModel): void {
      received.add(message.message);
    }
  }
  return Lists;
}

function streamHandler(
  received: Recorder<string>,
  key: string,
  options: object = {},
  gate: AbortSignal = AbortSignal.abort(),
) {
  class Streams {
    @RedisStreamTrigger({ connection: redisName, key, ...options })
    async onEntry(message: RedisMessageModel): Promise<void> {
      received.add(message.message);
      await whenAborted(gate);
    }
  }
  return Streams;
}

function channelHandler(received: Recorder<string>, channel: string) {
  class Channels {
    @RedisPubSubTrigger({ connection: redisName, channel })
    onMessage(message: RedisMessageModel): void {
      received.add(message.message);
    }
  }
  return Channels;
}

async function untilState(runtime: Runtime, id: string, state: string): Promise<void> {
  await signalled(
    'healthChanged',
    () => runtime.health().functions[id]?.state === state,
    `${id} to be ${state}`,
  );
}
