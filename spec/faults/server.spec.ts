import { expect } from 'chai';
import { Redis } from 'ioredis';
import { createRuntime } from '../../lib/create-runtime.js';
import type { Runtime } from '../../lib/runtime/runtime.js';
import { handlersOfEachKind } from '../support/handlers-of-each-kind.js';
import { realTime } from '../support/real-time.js';
import { Recorder } from '../support/recorder.js';
import { redisServerVersion } from '../support/redis-binary.js';
import { RedisServer } from '../support/redis-server.js';
import { signalled } from '../support/signalled.js';

(redisServerVersion === undefined ? describe.skip : describe)('When the server', function () {
  this.timeout(180_000);
  let server: RedisServer;
  let client: Redis;
  let runtime: Runtime;
  let received: Recorder<string>;

  beforeEach(async () => {
    server = await RedisServer.start();
    client = new Redis(server.port, { retryStrategy: () => 20 });
    client.on('error', () => undefined);
    received = new Recorder();
    runtime = await runtimeOn(server, received);
  });

  afterEach(async () => {
    await runtime.stop();
    client.disconnect();
    await server.stop();
  });

  it('is killed and started again without its data, all three triggers go on', async () => {
    await runtime.start();
    await server.kill();
    await signalled('healthChanged', () => !runtime.health().ready, 'health to say so');
    await server.start();
    const startedAt = performance.now();
    await produce(client, '1');
    await received.untilTrue((items) => hasElementAndEntry(items, '1'), 'the element and the entry');
    await signalled('healthChanged', () => runtime.health().ready, 'every function to listen');
    expect(performance.now() - startedAt).to.be.below(20_000);
    await produce(client, '2');
    await received.untilTrue((items) => items.includes('message 2'), 'the message');
  });

  it('is frozen and goes on, nothing is lost and nothing is handled twice', async () => {
    await runtime.start();
    await produce(client, '1');
    await received.until(3);
    server.freeze();
    // Longer than a reply may take: the watch asks on another connection, and nobody answers there either. It
    // comes to no conclusion yet, so that there is nothing to wait for but the time.
    await realTime(7_000);
    const produced = produce(client, '2');
    server.thaw();
    await produced;
    await received.until(6);
    expect([...received.items].sort()).to.deep.equal([...new Set(received.items)].sort());
    await signalled('healthChanged', () => runtime.health().ready, 'every function to listen');
  });

  it('is down at the start, start() waits for it', async () => {
    await server.kill();
    const started = runtime.start();
    await signalled(
      'healthChanged',
      () => runtime.health().functions['Handlers.onElement']?.state === 'recovering',
      'a first try',
    );
    expect(runtime.health()).to.include({ state: 'starting', ready: false });
    expect(runtime.health().functions['Handlers.onElement']?.lastError?.code).to.equal('ECONNREFUSED');
    await server.start();
    await started;
    expect(runtime.health()).to.include({ state: 'running', ready: true });
  });

  it('is down at the start, stop() ends the wait', async () => {
    await server.kill();
    const started = runtime.start().then(
      () => 'started',
      (error: unknown) => (error as { code?: string }).code,
    );
    await signalled(
      'healthChanged',
      () => runtime.health().functions['Handlers.onElement']?.state === 'recovering',
      'a first try',
    );
    await runtime.stop();
    expect(await started).to.equal('RUNTIME_STATE');
  });

  it('is down, stop() returns within its deadline', async () => {
    await runtime.start();
    await server.kill();
    const begun = performance.now();
    await runtime.stop();
    expect(performance.now() - begun).to.be.below(8_000);
  });

  it('is frozen, stop() returns within its deadline', async () => {
    await runtime.start();
    server.freeze();
    const begun = performance.now();
    await runtime.stop();
    expect(performance.now() - begun).to.be.below(8_000);
    server.thaw();
  });
});

async function runtimeOn(server: RedisServer, received: Recorder<string>): Promise<Runtime> {
  return createRuntime({
    handlers: [handlersOfEachKind(received)],
    connections: { redis: server.url },
    logger: false,
    shutdownTimeoutInMs: 2_000,
  });
}

async function produce(client: Redis, number: string): Promise<void> {
  await client.rpush('elements', `element ${number}`);
  await client.xadd('entries', '*', 'entry', number);
  await client.publish('channel', `message ${number}`);
}

function hasElementAndEntry(items: readonly string[], number: string): boolean {
  return items.includes(`element ${number}`) && items.includes(`{"entry":"${number}"}`);
}
