import { expect } from 'chai';
import { Redis } from 'ioredis';
import { createRuntime } from '../../lib/create-runtime.js';
import { eventually } from '../support/eventually.js';
import { handlersOfEachKind } from '../support/handlers-of-each-kind.js';
import { Recorder } from '../support/recorder.js';
import { RecordingLogger } from '../support/recording-logger.js';
import { redisServerVersion } from '../support/redis-binary.js';
import { RedisServer } from '../support/redis-server.js';
import { signalled } from '../support/signalled.js';
import { TcpProxy } from '../support/tcp-proxy.js';

(redisServerVersion === undefined ? describe.skip : describe)(
  'When every connection is half-open',
  function () {
    this.timeout(180_000);

    it('each is replaced, and all three triggers go on', async () => {
      const server = await RedisServer.start();
      const proxy = await TcpProxy.to(server.port);
      const client = new Redis(server.port);
      const received = new Recorder<string>();
      const logger = new RecordingLogger();
      const connections = { redis: `127.0.0.1:${proxy.port}` };
      const runtime = await createRuntime({ handlers: [handlersOfEachKind(received)], connections, logger });
      try {
        await runtime.start();
        const old = await connectionsByName(client);
        expect([...old.keys()].sort()).to.deep.equal([
          'redis-triggers:Handlers.onElement',
          'redis-triggers:Handlers.onEntry',
          'redis-triggers:command',
          'redis-triggers:subscriber',
        ]);
        proxy.wedge();
        await replaced(client, old);
        const warned = logger.lines.map(
          ({ fields }) => (fields.error as { code?: string } | undefined)?.code,
        );
        expect(warned).to.include('CONNECTION_UNRESPONSIVE');
        // The server may have given an element to the read that was under way, and nobody can know. A first read asks for one.
        expect(runtime.health().functions['Handlers.onElement']?.lost).to.equal(1);
        await signalled('healthChanged', () => runtime.health().ready, 'every function to listen');
        await client.rpush('elements', 'an element');
        await client.xadd('entries', '*', 'an', 'entry');
        await client.publish('channel', 'a message');
        await received.until(3);
        expect([...received.items].sort()).to.deep.equal(['a message', 'an element', '{"an":"entry"}']);
      } finally {
        await runtime.stop();
        client.disconnect();
        await proxy.close();
        await server.stop();
      }
    });
  },
);

/** Resolves when the server has a new connection in the place of each old one. */
async function replaced(client: Redis, old: ReadonlyMap<string, string>): Promise<void> {
  const isReplaced = async (): Promise<boolean> => {
    const now = await connectionsByName(client);
    return [...old].every(([name, id]) => now.has(name) && now.get(name) !== id);
  };
  await eventually(isReplaced, 'every connection to be replaced');
}

/** The newest connection of each name that the runtime gives. */
async function connectionsByName(client: Redis): Promise<Map<string, string>> {
  const list = String(await client.call('CLIENT', 'LIST'));
  const found = [...list.matchAll(/^id=(\d+) .* name=(redis-triggers:\S+)/gm)];
  // The list is in no order.
  found.sort(([, one], [, other]) => Number(one) - Number(other));
  return new Map(found.map(([, id = '', name = '']) => [name, id]));
}
