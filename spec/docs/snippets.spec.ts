import { expect } from 'chai';
import { transform } from 'esbuild';
import { Redis } from 'ioredis';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRuntime, InvocationContext, type Class } from 'redis-triggers';
import { createTestRuntime, FakeRedis } from 'redis-triggers/testing';
import { container } from 'tsyringe';
import { payments } from '../../examples/snippets/definitions.js';
import { ownTriggerMetadata } from '../../lib/metadata/trigger-metadata.js';
import { ownPort } from '../support/own-port.js';
import { redisServerVersion } from '../support/redis-binary.js';
import { RedisServer } from '../support/redis-server.js';
import { RunningProgram } from '../support/running-program.js';
import { readText } from './pages.js';

/** These are whole programs, and run in processes of their own. */
const programs = ['first.ts', 'smallest.ts', 'smallest-sender.ts'];

/** Its decorators are standard ones; the specs are compiled with legacy ones. */
const standard = 'standard-definitions';

const folder = new URL('../../../examples/snippets/', import.meta.url);
const compiled = new URL('../../examples/snippets/', import.meta.url);

describe('the snippets of the docs', () => {
  for (const name of readdirSync(folder).filter(isLegacyModule)) {
    it(`${name} has no problems`, async () => {
      const exported = (await import(new URL(name.replace(/ts$/, 'js'), compiled).href)) as object;
      const handlers = Object.values(exported).filter(isHandlerClass);
      if (handlers.length === 0) return;
      const settings = { redisLocalhost: '127.0.0.1:1', region: 'eu' };
      const runtime = await createRuntime({
        handlers,
        settings,
        container: container.createChildContainer(),
      });
      expect(runtime.functions).to.not.deep.equal([]);
    });
  }

  it(`${standard}.ts gets what it says, with standard decorators`, async () => {
    const source = readFileSync(new URL(`${standard}.ts`, folder), 'utf8');
    const options = { loader: 'ts', target: 'node20', tsconfigRaw: '{}' } as const;
    const copy = new URL(`${standard}-${process.pid}.js`, compiled);
    writeFileSync(copy, (await transform(source, options)).code);
    try {
      const { Bank } = (await import(copy.href)) as { Bank: Class };
      await using test = await createTestRuntime({ handlers: [Bank], redis: 'fake' });
      await test.add(payments, { orderId: 1, amount: 4.5 });
      const [booked] = await test.invoked('Bank.onPayment', 1);
      const [audited] = await test.invoked('Bank.audit', 1);
      const [payment, context] = booked?.arguments ?? [];
      expect(payment).to.deep.equal({ orderId: 1, amount: 4.5 });
      expect(context).to.be.instanceOf(InvocationContext);
      expect(audited?.arguments[0]).to.be.instanceOf(InvocationContext);
      expect(audited?.arguments[1]).to.deep.equal(payment);
    } finally {
      rmSync(copy);
    }
  });

  it('smallest.ts runs with nothing installed, and gets what smallest-sender.ts sends, as docs/getting-started.md says it', async () => {
    const page = readText('docs/getting-started.md');
    const [, setting = ''] = /redisLocalhost=(embedded:\d+) node/.exec(page) ?? [];
    const [, address = ''] = /redisLocalhost=(\S+) node dist\/send\.js/.exec(page) ?? [];
    expect(address).to.equal(setting.replace('embedded:', '127.0.0.1:'));
    const port = await ownPort();
    const running = new RunningProgram(`examples/snippets/smallest.js`, [], {
      redisLocalhost: setting.replace(/\d+/, `${port}`),
    });
    try {
      await running.until(() => running.stderr.includes('the function listens'));
      const sending = new RunningProgram(`examples/snippets/smallest-sender.js`, [], {
        redisLocalhost: `127.0.0.1:${port}`,
      });
      expect(await sending.exit(), sending.stderr).to.equal(0);
      await running.until(() => running.stdout.includes('orders: two teas'));
      running.signal('SIGINT');
      expect(await running.exit(), running.stderr).to.equal(0);
    } finally {
      await running.end();
    }
  });

  it('first.ts needs nothing but a Redis at its address', async () => {
    await using fake = new FakeRedis();
    const { port } = await fake.listen(0);
    // The port of a real Redis may be taken here: the program runs with another one.
    const name = `examples/snippets/first-${port}.js`;
    const copy = new URL(`../../${name}`, import.meta.url);
    const program = readFileSync(new URL('first.js', compiled), 'utf8');
    writeFileSync(copy, program.replace('127.0.0.1:6379', `127.0.0.1:${port}`));
    const client = fake.createClient();
    const running = new RunningProgram(name);
    try {
      await client.rpush('orders', 'two teas');
      await running.until(() => running.stdout.includes('orders: two teas'));
      running.signal('SIGINT');
      expect(await running.exit(), running.stderr).to.equal(0);
    } finally {
      client.disconnect();
      await running.end();
      rmSync(copy);
    }
  });

  (redisServerVersion ? it : it.skip)('smallest.ts handles an element, and ends on SIGINT', async () => {
    const server = await RedisServer.start();
    const redis = new Redis(server.port);
    const running = new RunningProgram(`examples/snippets/smallest.js`, [], { redisLocalhost: server.url });
    try {
      await redis.rpush('orders', 'two teas');
      await running.until(() => running.stdout.includes('orders: two teas'));
      running.signal('SIGINT');
      expect(await running.exit(), running.stderr).to.equal(0);
    } finally {
      redis.disconnect();
      await running.end();
      await server.stop();
    }
  });
});

function isLegacyModule(name: string): boolean {
  return !programs.includes(name) && name !== `${standard}.ts`;
}

function isHandlerClass(value: unknown): value is Class {
  if (typeof value !== 'function' || typeof value.prototype !== 'object') return false;
  return ownTriggerMetadata(value.prototype as object).length > 0;
}
