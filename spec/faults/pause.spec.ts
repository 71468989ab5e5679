import { expect } from 'chai';
import { Redis } from 'ioredis';
import { createRuntime } from '../../lib/create-runtime.js';
import { RedisMessageModel } from '../../lib/messages/redis-message-model.js';
import type { Runtime } from '../../lib/runtime/runtime.js';
import { RedisListTrigger } from '../../lib/triggers/redis-list-trigger.js';
import { RedisPubSubTrigger } from '../../lib/triggers/redis-pubsub-trigger.js';
import { RedisStreamTrigger } from '../../lib/triggers/redis-stream-trigger.js';
import { clusterClient } from '../support/cluster-load.js';
import { eventually } from '../support/eventually.js';
import { handlersOfEachKind } from '../support/handlers-of-each-kind.js';
import { Recorder } from '../support/recorder.js';
import { redisServerVersion } from '../support/redis-binary.js';
import { RedisCluster } from '../support/redis-cluster.js';
import { RedisServer } from '../support/redis-server.js';

const isSeven = Number(redisServerVersion?.split('.')[0]) >= 7;

(redisServerVersion === undefined ? describe.skip : describe)('A pause', function () {
  this.timeout(180_000);
  let received: Recorder<string>;
  let runtime: Runtime;

  beforeEach(() => {
    received = new Recorder();
  });
  afterEach(() => runtime.stop());

  const allOf = (act: (id: string) => Promise<void>): Promise<unknown> =>
    Promise.all(runtime.functions.map(({ id }) => act(id)));
  const pauseAll = (): Promise<unknown> => allOf((id) => runtime.pause(id));
  const resumeAll = (): Promise<unknown> => allOf((id) => runtime.resume(id));

  describe('on a server that goes away', () => {
    let server: RedisServer;
    let client: Redis;

    beforeEach(async () => {
      server = await RedisServer.start({ args: ['--appendonly', 'yes'] });
      client = new Redis(server.port, { retryStrategy: () => 20 });
      client.on('error', () => undefined);
      const connections = { redis: server.url };
      runtime = await createRuntime({
        handlers: [handlersOfEachKind(received)],
        connections,
        logger: false,
      });
    });
    afterEach(async () => {
      await runtime.stop();
      client.disconnect();
      await server.stop();
    });

    it('holds from the moment on in which it is asked for, and after the server is back', async () => {
      await runtime.start();
      await server.kill();
      await eventually(() => !runtime.health().ready, 'health to say so');
      const paused = pauseAll();
      expect(statesOf(runtime)).to.deep.equal(['paused', 'paused', 'paused']);
      expect(runtime.health()).to.include({ ready: true, live: true });
      await server.start();
      await paused;
      await client.rpush('elements', 'element');
      await client.xadd('entries', '*', 'entry', '1');
      expect(await client.publish('channel', 'message')).to.equal(0);
      expect(received.items).to.deep.equal([]);
      await resumeAll();
      await client.publish('channel', 'message');
      await received.until(3);
    });

    it('tells of no failure that does not concern it, and ends when the server is back', async () => {
      await runtime.start();
      await pauseAll();
      const failures: unknown[] = [];
      runtime.on('listenerFailed', (event) => void failures.push(event));
      await server.kill();
      const resumed = resumeAll();
      await eventually(() => failures.length > 0, 'the resumed functions to say that they cannot listen');
      expect(statesOf(runtime)).to.not.include('paused');
      await server.start();
      await resumed;
      expect(statesOf(runtime)).to.deep.equal(['listening', 'listening', 'listening']);
    });

    it('while nothing is to be reached yet lets the start be over', async () => {
      await server.kill();
      const started = runtime.start();
      await eventually(() => Object.keys(runtime.health().functions).length === 3, 'the functions');
      await pauseAll();
      await started;
      expect(runtime.health()).to.include({ state: 'running', ready: true });
      await server.start();
      await resumeAll();
      await client.rpush('elements', 'element');
      await received.until(1);
    });
  });

  describe('on a cluster', () => {
    let cluster: RedisCluster;

    before(async () => {
      cluster = await RedisCluster.start();
    });
    after(() => cluster.stop());

    it('leaves no connection open, and no subscription', async () => {
      const client = clusterClient(cluster);
      const [first, ...others] = ['list:c', 'list:b', 'list:foo'] as const;
      class Handlers {
        @RedisListTrigger({ connection: 'redis', key: [first, ...others] })
        onElement({ message }: RedisMessageModel): void {
          received.add(message);
        }
        @RedisStreamTrigger({ connection: 'redis', key: 'entries' })
        onEntry(): void {
          received.add('entry');
        }
        @RedisPubSubTrigger({ connection: 'redis', channel: 'news', sharded: isSeven })
        onMessage({ message }: RedisMessageModel): void {
          received.add(message);
        }
        @RedisPubSubTrigger({
          connection: 'redis',
          channel: '__keyevent@0__:set',
          configureKeyspaceNotifications: true,
        })
        onSet({ message }: RedisMessageModel): void {
          received.add(`set ${message}`);
        }
      }
      const connections = { redis: { cluster: cluster.endpoints } };
      runtime = await createRuntime({ handlers: [Handlers], connections, logger: false });
      await runtime.start();
      const before = await openClients(cluster);
      for (let round = 0; round < 5; round++) {
        await pauseAll();
        await resumeAll();
      }
      await eventually(async () => (await openClients(cluster)) <= before, `${before} clients`);
      await pauseAll();
      for (const key of ['list:c', 'list:b', 'list:foo']) await client.rpush(key, key);
      await client.set('a', '1');
      const publish = isSeven ? 'SPUBLISH' : 'PUBLISH';
      expect(await client.call(publish, 'news', 'meanwhile')).to.equal(0);
      expect(received.items).to.deep.equal([]);
      await resumeAll();
      await client.set('b', '1');
      await client.call(publish, 'news', 'after');
      await client.xadd('entries', '*', 'n', '1');
      await received.until(6);
      expect([...received.items].sort()).to.deep.equal([
        'after',
        'entry',
        'list:b',
        'list:c',
        'list:foo',
        'set b',
      ]);
      client.disconnect();
    });
  });
});

function statesOf(runtime: Runtime): string[] {
  return Object.values(runtime.health().functions).map(({ state }) => state);
}

async function openClients(cluster: RedisCluster): Promise<number> {
  const counts = (await cluster.masters()).map(async ({ port }) => {
    const client = new Redis(port);
    const all = String(await client.call('CLIENT', 'LIST'));
    client.disconnect();
    return all.match(/ name=redis-triggers:/g)?.length ?? 0;
  });
  return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
}
