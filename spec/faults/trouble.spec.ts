import { expect } from 'chai';
import { Redis } from 'ioredis';
import type { ConnectionOption } from '../../lib/connections/connection-option.js';
import { createRuntime } from '../../lib/create-runtime.js';
import type { RedisMessageModel } from '../../lib/messages/redis-message-model.js';
import type { InvocationContext } from '../../lib/messages/invocation-context.js';
import type { FunctionHealth } from '../../lib/runtime/health/health.js';
import type { Runtime } from '../../lib/runtime/runtime.js';
import { RedisListTrigger } from '../../lib/triggers/redis-list-trigger.js';
import { RedisPubSubTrigger } from '../../lib/triggers/redis-pubsub-trigger.js';
import { RedisStreamTrigger } from '../../lib/triggers/redis-stream-trigger.js';
import type { Class } from '../../lib/metadata/class.js';
import { whenAborted } from '../../lib/time/when-aborted.js';
import { classWith } from '../support/describe-classes.js';
import { eventually } from '../support/eventually.js';
import { redisServerVersion } from '../support/redis-binary.js';
import { RedisServer } from '../support/redis-server.js';
import { signalled } from '../support/signalled.js';

const onList = { connection: 'redis', name: 'list', key: 'k' };

(redisServerVersion === undefined ? describe.skip : describe)('Trouble on a server', function () {
  this.timeout(180_000);
  let server: RedisServer;
  let client: Redis;
  const runtimes: Runtime[] = [];

  before(async () => {
    server = await RedisServer.start();
    client = new Redis(server.port);
  });

  afterEach(async () => {
    await client.config('SET', 'maxmemory', '0');
    await Promise.all(runtimes.splice(0).map((runtime) => runtime.stop()));
    await client.flushall();
  });

  after(async () => {
    client.disconnect();
    await server.stop();
  });

  async function runtimeFor(
    handlers: readonly Class[],
    redis: ConnectionOption = server.url,
    shutdownTimeoutInMs = 5_000,
  ): Promise<Runtime> {
    const connections = { redis };
    const runtime = await createRuntime({ handlers, connections, logger: false, shutdownTimeoutInMs });
    runtimes.push(runtime);
    return runtime;
  }

  it('while dead letters cannot be written, a list is left alone and health says so', async () => {
    const runtime = await runtimeFor([failingList()]);
    await client.rpush('k', ...Array.from({ length: 50 }, (_, index) => `${index}`));
    await client.config('SET', 'maxmemory', '1');
    await runtime.start();
    await signalled(
      'healthChanged',
      () => healthOf(runtime, 'list').lastError?.message.startsWith('OOM'),
      'OOM',
    );
    await signalled(
      'healthChanged',
      () => healthOf(runtime, 'list').state === 'recovering',
      'health to say so',
    );
    await signalled(
      'healthChanged',
      () => healthOf(runtime, 'list').inFlight === 10,
      'every permit to be taken',
    );
    expect(await client.llen('k')).to.equal(40);
    await client.config('SET', 'maxmemory', '0');
    await signalled(
      'deadLettered',
      async () => (await client.xlen('{k}:dead-letter:list')) === 50,
      'all dead letters',
    );
    await signalled('healthChanged', () => runtime.health().ready, 'health to be good');
    expect(healthOf(runtime, 'list').lost).to.equal(0);
  });

  it('while memory is full, a stop gives back what was popped from a list', async () => {
    const trigger = RedisListTrigger({
      connection: 'redis',
      name: 'list',
      key: 'k',
      concurrency: 1,
      prefetch: 9,
    });
    const runtime = await runtimeFor([classWith(trigger, untilAborted)], server.url, 2_000);
    const elements = Array.from({ length: 10 }, (_, index) => `${index}`);
    await client.rpush('k', ...elements);
    await runtime.start();
    await signalled('readAnswered', async () => (await client.llen('k')) === 0, 'the pops');
    await client.config('SET', 'maxmemory', '1');
    await runtime.stop();
    expect(await client.lrange('k', 0, -1)).to.deep.equal(elements);
    expect(healthOf(runtime, 'list').lost).to.equal(0);
  });

  it('while memory is full, entries are acknowledged and deleted', async () => {
    const trigger = RedisStreamTrigger({
      connection: 'redis',
      name: 'stream',
      key: 'k',
      deleteAfterProcess: true,
    });
    const gate = new AbortController();
    const runtime = await runtimeFor([classWith(trigger, () => whenAborted(gate.signal))]);
    await runtime.start();
    for (let index = 0; index < 50; index++) await client.xadd('k', '*', 'n', `${index}`);
    await signalled('healthChanged', () => healthOf(runtime, 'stream').inFlight > 0, 'the first entry');
    await client.config('SET', 'maxmemory', '1');
    gate.abort();
    await signalled('settled', async () => (await client.xlen('k')) === 0, 'the deletions');
    await signalled(
      'settled',
      async () => (await client.xpending('k', 'stream'))[0] === 0,
      'the acknowledgements',
    );
    expect(runtime.health().ready).to.equal(true);
  });

  it('an element that could not be written to its dead letters at a stop is lost once', async () => {
    const runtime = await runtimeFor([failingList()], server.url, 1_000);
    await client.rpush('k', 'an element');
    await client.config('SET', 'maxmemory', '1');
    await runtime.start();
    await signalled('healthChanged', () => healthOf(runtime, 'list').failed === 1, 'the failure');
    await runtime.stop();
    await signalled('healthChanged', () => healthOf(runtime, 'list').lost > 0, 'the loss');
    expect(healthOf(runtime, 'list').lost).to.equal(1);
  });

  describe('while the dead letters of a stream cannot be written', () => {
    let runtime: Runtime;
    let failedId: string;

    beforeEach(async () => {
      const gate = new AbortController();
      const trigger = RedisStreamTrigger({
        connection: 'redis',
        name: 'stream',
        key: 'k',
        maxDeliveryCount: 1,
        claimIdleInMs: 60_000,
      });
      const handle = async ({ message }: RedisMessageModel): Promise<void> => {
        await whenAborted(gate.signal);
        if (message.includes('"0"')) fail();
      };
      runtime = await runtimeFor([classWith(trigger, handle)]);
      await runtime.start();
      failedId = String(await client.xadd('k', '*', 'n', '0'));
      for (let index = 1; index < 20; index++) await client.xadd('k', '*', 'n', `${index}`);
      await signalled('healthChanged', () => healthOf(runtime, 'stream').inFlight > 0, 'the first entry');
      await client.config('SET', 'maxmemory', '1');
      gate.abort();
      await signalled(
        'healthChanged',
        () => healthOf(runtime, 'stream').state === 'recovering',
        'health to say so',
      );
    });

    it('the others are handled, and it is written when it can be, with its reason', async () => {
      await signalled('healthChanged', () => healthOf(runtime, 'stream').succeeded === 19, 'the others');
      await client.config('SET', 'maxmemory', '0');
      await signalled('healthChanged', () => runtime.health().ready, 'health to be good');
      const [letter, ...others] = await client.xrange('{k}:dead-letter:stream', '-', '+');
      expect(others).to.deep.equal([]);
      expect(letter?.[1]).to.include('handler-failed');
      expect((await client.xpending('k', 'stream'))[0]).to.equal(0);
    });

    it('an entry that another process claims, or that is gone, troubles it no longer', async () => {
      await client.xclaim('k', 'stream', 'another', 0, failedId);
      await signalled('healthChanged', () => runtime.health().ready, 'health to be good');
      expect(await client.exists('{k}:dead-letter:stream')).to.equal(0);
    });

    it('a stop leaves the entry to others at once', async () => {
      await runtime.stop();
      const [line] = (await client.xpending('k', 'stream', '-', '+', 10)) as [string, string, number][];
      expect(line?.[0]).to.equal(failedId);
      expect(line?.[2]).to.be.at.least(60_000);
    });
  });

  it('a stream that becomes something else holds up neither acknowledgements nor the stop', async () => {
    const gate = new AbortController();
    const opened = new Promise((resolve) => gate.signal.addEventListener('abort', resolve));
    const trigger = RedisStreamTrigger({ connection: 'redis', name: 'stream', key: 'bad good' });
    const runtime = await runtimeFor([classWith(trigger, () => opened)]);
    await runtime.start();
    await client.xadd('bad', '*', 'n', '1');
    await client.xadd('good', '*', 'n', '1');
    await signalled('healthChanged', () => healthOf(runtime, 'stream').inFlight === 2, 'both entries');
    await client.set('bad', 'not a stream');
    gate.abort();
    const isAcknowledged = async (): Promise<boolean> => (await client.xpending('good', 'stream'))[0] === 0;
    await signalled('settled', isAcknowledged, 'the acknowledgement');
    const begun = performance.now();
    await runtime.stop();
    expect(performance.now() - begun).to.be.below(10_000);
  });

  it('a subscription that stands is well, whatever becomes of the command connection', async () => {
    const trigger = RedisPubSubTrigger({ connection: 'redis', name: 'channel', channel: 'c' });
    const runtime = await runtimeFor([classWith(trigger, () => undefined), failingList()]);
    await runtime.start();
    await client.config('SET', 'maxclients', '1');
    await client.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
    await signalled(
      'healthChanged',
      () => healthOf(runtime, 'channel').lastError,
      'the error of the command connection',
    );
    expect(healthOf(runtime, 'channel').state).to.equal('listening');
    await client.config('SET', 'maxclients', '1000');
    await signalled('healthChanged', () => runtime.health().ready, 'every function to listen');
  });

  it('a database that does not exist is an error, and no other database is used', async () => {
    const runtime = await runtimeFor([failingList()], `${server.url}/99`);
    await client.rpush('k', 'of database 0');
    const started = runtime.start().catch((error: unknown) => error);
    const refused = (): boolean | undefined =>
      runtime.health().functions.list?.lastError?.message.startsWith('ERR DB index');
    await signalled('healthChanged', refused, 'the error');
    await runtime.stop();
    await started;
    expect(healthOf(runtime, 'list').failed).to.equal(0);
    expect(await client.llen('k')).to.equal(1);
  });

  it('a server that becomes a replica is connected to again, for it may be another one by then', async () => {
    const runtime = await runtimeFor([failingList()]);
    await runtime.start();
    const before = await connectionId();
    await client.replicaof('127.0.0.1', '1');
    await eventually(async () => (await connectionId()) !== before, 'another connection');
    await client.replicaof('no', 'one');
    await client.rpush('k', 'an element');
    await signalled('healthChanged', () => healthOf(runtime, 'list').failed === 1, 'the element');
  });

  it('many functions and many waits make no warnings of leaks', async () => {
    const warnings: string[] = [];
    const note = (warning: Error): void => void warnings.push(warning.message);
    process.on('warning', note);
    try {
      const numbers = Array.from({ length: 12 }, (_, index) => `${index}`);
      const retry = { strategy: 'fixedDelay', maxRetryCount: 1, delayIntervalInMs: 60_000 } as const;
      const runtime = await runtimeFor([
        classWith(RedisListTrigger({ ...onList, name: 'retries', concurrency: 20, count: 20, retry }), fail),
        ...numbers.map((key) =>
          classWith(RedisListTrigger({ ...onList, name: `l${key}`, key }), () => undefined),
        ),
        ...numbers.map((channel) =>
          classWith(RedisPubSubTrigger({ connection: 'redis', name: `c${channel}`, channel }), () => 0),
        ),
      ]);
      await client.rpush('k', ...numbers);
      await runtime.start();
      await signalled(
        'healthChanged',
        () => healthOf(runtime, 'retries').inFlight === 12,
        'the retries to wait',
      );
      await runtime.stop();
    } finally {
      process.off('warning', note);
    }
    expect(warnings).to.deep.equal([]);
  });

  async function connectionId(): Promise<string | undefined> {
    const list = String(await client.call('CLIENT', 'LIST'));
    return /^id=(\d+) .* name=redis-triggers:list /m.exec(list)?.[1];
  }
});

function healthOf(runtime: Runtime, id: string): FunctionHealth {
  const health = runtime.health().functions[id];
  if (!health) throw new Error(`there is no function ${id}`);
  return health;
}

function failingList(): Class {
  return classWith(RedisListTrigger(onList), fail);
}

function fail(): never {
  throw new Error('failed');
}

async function untilAborted(_: unknown, { signal }: InvocationContext): Promise<never> {
  await whenAborted(signal);
  return fail();
}
