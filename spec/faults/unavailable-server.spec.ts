import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { Redis } from 'ioredis';
import { createRuntime } from '../../lib/create-runtime.js';
import type { FunctionHealth } from '../../lib/runtime/health/health.js';
import type { Runtime } from '../../lib/runtime/runtime.js';
import { eventually } from '../support/eventually.js';
import { handlersOfEachKind } from '../support/handlers-of-each-kind.js';
import { Recorder } from '../support/recorder.js';
import { redisServerVersion } from '../support/redis-binary.js';
import { RedisServer } from '../support/redis-server.js';
import { signalled } from '../support/signalled.js';

const isSeven = Number(redisServerVersion?.split('.')[0]) >= 7;

(redisServerVersion === undefined ? describe.skip : describe)('A server that', function () {
  this.timeout(180_000);
  let server: RedisServer;
  let client: Redis;
  let runtime: Runtime;
  let received: Recorder<string>;

  beforeEach(async () => {
    const mayMove = isSeven ? ['--enable-protected-configs', 'local'] : [];
    const often = isSeven ? ['--loading-process-events-interval-bytes', '1024'] : [];
    const slow = ['--key-load-delay', '300', ...often];
    server = await RedisServer.start({ args: [...mayMove, ...slow] });
    client = new Redis(server.port, { retryStrategy: () => 20 });
    client.on('error', () => undefined);
    received = new Recorder();
    runtime = await createRuntime({
      handlers: [handlersOfEachKind(received)],
      connections: { redis: server.url },
      logger: false,
      shutdownTimeoutInMs: 2_000,
    });
    await runtime.start();
  });
  afterEach(async () => {
    await runtime.stop();
    client.disconnect();
    await server.stop();
  });

  it('is loading its data is waited for, and every function goes on', async () => {
    await client.eval("for i = 1, 8000 do redis.call('set', 'key' .. i, 'a value') end", 0);
    await client.save();
    await server.kill();
    await signalled('healthChanged', () => !runtime.health().ready, 'health to say so');
    const loadedAt = server.start().then(() => performance.now());
    await signalled('healthChanged', () => runtime.health().ready, 'every function to listen');
    expect(performance.now() - (await loadedAt)).to.be.below(20_000);
    expect(await client.dbsize()).to.be.above(8_000);
    await produceAndReceive();
  });

  it('refuses to write because it could not save is tried again, until it saves', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'redis-triggers-gone-'));
    await client.config('SET', 'dir', folder);
    await client.config('SET', 'save', '3600 1');
    rmSync(folder, { recursive: true });
    await client.bgsave();
    await eventually(async () => {
      const refused = await client.rpush('elements', 'early').catch((error: unknown) => String(error));
      return String(refused).includes('MISCONF');
    }, 'writes to be refused');
    const misconfigured = (): boolean =>
      runtime.health().functions['Handlers.onElement']?.lastError?.message.startsWith('MISCONF') ?? false;
    await signalled('healthChanged', misconfigured, 'the error');
    const before = received.items.length;
    await client.config('SET', 'save', '');
    await produceAndReceive(before);
    await signalled('healthChanged', () => runtime.health().ready, 'every function to listen');
  });

  async function produceAndReceive(before = 0): Promise<void> {
    await client.rpush('elements', 'element');
    await client.xadd('entries', '*', 'n', '1');
    await client.publish('channel', 'message');
    await received.until(before + 3);
    expect(received.items).to.include.members(['element', 'message', '{"n":"1"}']);
  }

  it('has no room for another client is quoted in its own words', async () => {
    const full = await RedisServer.start({ args: ['--maxclients', '3'] });
    const others = Array.from({ length: 3 }, () => new Redis(full.port));
    const late = await createRuntime({
      handlers: [handlersOfEachKind(received)],
      connections: { redis: full.url },
      logger: false,
      shutdownTimeoutInMs: 1_000,
    });
    try {
      await Promise.all(others.map((each) => each.ping()));
      void late.start().catch(() => undefined);
      const isSaid = (): boolean => {
        const functions = Object.values(late.health().functions);
        const isToldBy = ({ lastError }: FunctionHealth): boolean =>
          lastError?.code === 'HANDSHAKE_FAILED' && isFull(lastError);
        return functions.length > 0 && functions.every(isToldBy);
      };
      await signalled('healthChanged', isSaid, 'health to say why');
    } finally {
      await late.stop();
      for (const each of others) each.disconnect();
      await full.stop();
    }
  });
});

const isFull = (error: { readonly message: string } | undefined): boolean =>
  error?.message.includes('ERR max number of clients reached') === true;
