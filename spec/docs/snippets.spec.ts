import { expect } from 'chai';
import { Redis } from 'ioredis';
import { readdirSync } from 'node:fs';
import { container } from 'tsyringe';
import type { Class } from '../../lib/metadata/class.js';
import { ownTriggerMetadata } from '../../lib/metadata/trigger-metadata.js';
import { createRuntime } from '../../lib/create-runtime.js';
import { eventually } from '../support/eventually.js';
import { redisServerVersion } from '../support/redis-binary.js';
import { RedisServer } from '../support/redis-server.js';
import { RunningProgram } from '../support/running-program.js';

/** This one is a whole program, and runs in a process of its own. */
const program = 'smallest.ts';

const folder = new URL('../../../examples/snippets/', import.meta.url);
const compiled = new URL('../../examples/snippets/', import.meta.url);

describe('the snippets of the docs', () => {
  for (const name of readdirSync(folder).filter((each) => each !== program)) {
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

  (redisServerVersion ? it : it.skip)('smallest.ts handles an element, and ends on SIGINT', async () => {
    const server = await RedisServer.start();
    const redis = new Redis(server.port);
    const running = new RunningProgram(`examples/snippets/smallest.js`, [], { redisLocalhost: server.url });
    try {
      await redis.rpush('orders', 'two teas');
      await eventually(() => running.stdout.includes('orders: two teas'));
      running.signal('SIGINT');
      expect(await running.exit(), running.stderr).to.equal(0);
    } finally {
      redis.disconnect();
      await running.end();
      await server.stop();
    }
  });
});

function isHandlerClass(value: unknown): value is Class {
  if (typeof value !== 'function' || typeof value.prototype !== 'object') return false;
  return ownTriggerMetadata(value.prototype as object).length > 0;
}
