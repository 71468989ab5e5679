import { expect } from 'chai';
import type { Cluster } from 'ioredis';
import { createRuntime } from '../../lib/create-runtime.js';
import type { RuntimeEvents } from '../../lib/events/runtime-events.js';
import { RedisMessageModel } from '../../lib/messages/redis-message-model.js';
import type { Class } from '../../lib/metadata/class.js';
import type { Runtime } from '../../lib/runtime/runtime.js';
import { RedisListTrigger } from '../../lib/triggers/redis-list-trigger.js';
import { RedisPubSubTrigger } from '../../lib/triggers/redis-pubsub-trigger.js';
import { askServer } from '../support/ask-server.js';
import { clusterClient } from '../support/cluster-load.js';
import { countClients, forgetMember, removeMember } from '../support/cluster-members.js';
import { ownClusterPorts } from '../support/own-port.js';
import { joinMaster } from '../support/cluster-slots.js';
import { eventually } from '../support/eventually.js';
import { Recorder } from '../support/recorder.js';
import { redisServerVersion } from '../support/redis-binary.js';
import { RedisCluster } from '../support/redis-cluster.js';
import { RedisServer } from '../support/redis-server.js';
import { signalled } from '../support/signalled.js';

(redisServerVersion === undefined ? describe.skip : describe)(
  'Nodes that join and leave a Redis Cluster',
  function () {
    this.timeout(180_000);
    let cluster: RedisCluster;
    let client: Cluster;
    let received: Recorder<string>;
    const runtimes: Runtime[] = [];
    const others: RedisServer[] = [];

    before(async () => {
      cluster = await RedisCluster.start();
      client = clusterClient(cluster);
    });
    after(async () => {
      client.disconnect();
      await cluster.stop();
    });
    beforeEach(() => (received = new Recorder()));
    afterEach(async () => {
      await Promise.all(runtimes.splice(0).map((runtime) => runtime.stop()));
      await Promise.all(others.splice(0).map((server) => server.stop()));
    });

    class Handlers {
      @RedisListTrigger({ connection: 'redis', key: 'orders' })
      onOrder({ message }: RedisMessageModel): void {
        received.add(message);
      }

      @RedisPubSubTrigger({ connection: 'redis', channel: 'news' })
      onNews({ message }: RedisMessageModel): void {
        received.add(message);
      }
    }

    class Keyspace {
      @RedisPubSubTrigger({ connection: 'redis', channel: '__keyevent@0__:set' })
      onSet({ message }: RedisMessageModel): void {
        received.add(message);
      }
    }

    const make = (...nodes: readonly RedisServer[]): Promise<Runtime> => makeOf(Handlers, nodes);

    async function makeOf(handler: Class, nodes: readonly RedisServer[]): Promise<Runtime> {
      const runtime = await createRuntime({
        handlers: [handler],
        configureKeyspaceNotifications: true,
        connections: { redis: { cluster: nodes.map(({ port }) => ({ host: '127.0.0.1', port })) } },
        logger: false,
        shutdownTimeoutInMs: 2_000,
      });
      runtimes.push(runtime);
      return runtime;
    }

    async function joined(): Promise<RedisServer> {
      const server = await joinMaster(cluster);
      others.push(server);
      return server;
    }

    /** A server that is ready to be one of a cluster, and is in none. */
    async function alone(): Promise<RedisServer> {
      const [port] = (await ownClusterPorts(1)) as [number];
      const server = await RedisServer.start({ port, args: ['--cluster-enabled', 'yes'] });
      others.push(server);
      return server;
    }

    it('go on without a node that has left, although it lets clients in', async () => {
      const leaving = await joined();
      const runtime = await make(leaving);
      const troubles = new Recorder<RuntimeEvents['listenerFailed']>();
      let lost = 0;
      runtime.on('listenerFailed', troubles.add);
      runtime.on('listenerLost', ({ functionId }) => {
        if (functionId === 'Handlers.onOrder') lost += 1;
      });
      await runtime.start();
      // The one that asks for the topology. Where the subscription is depends on what was known first.
      await eventually(async () => (await countClients(leaving, 'command')) === 1, 'the client there');

      await removeMember(cluster, leaving);
      await eventually(async () => (await countClients(leaving)) === 0, 'its clients to leave');
      await signalled('healthChanged', () => runtime.health().ready, 'every function to listen');
      await client.rpush('orders', 'one');
      await received.untilTrue((items) => items.includes('one'), 'the element');
      await client.publish('news', 'hello');
      await received.untilTrue((items) => items.includes('hello'), 'the message');
      const [trouble] = await troubles.untilTrue((all) =>
        all.some(({ error }) => error.code === 'CLUSTER_DOWN'),
      );
      expect(trouble).to.deep.include({ prevents: false });
      expect(trouble?.error.message).to.contain(`127.0.0.1:${leaving.port} knows of no slots`);
      expect(lost).to.equal(0);
    });

    it('begin at whichever named node is in the cluster', async () => {
      const strangers = await Promise.all([alone(), alone()]);
      // Each begins at one that is chosen at random.
      for (let count = 0; count < 6; count++) {
        const runtime = await make(...strangers, cluster.servers[4] as RedisServer);
        await runtime.start();
        expect(runtime.health().ready).to.equal(true);
      }
      await client.publish('news', 'hello');
      expect(await received.until(6)).to.deep.equal(Array.from({ length: 6 }, () => 'hello'));
    });

    it('say of the only named node that it is in no cluster, and begin when it has joined one', async () => {
      const stranger = await alone();
      const runtime = await make(stranger);
      const started = runtime.start();
      for (const id of ['Handlers.onOrder', 'Handlers.onNews']) {
        const isRecovering = (): boolean => runtime.health().functions[id]?.state === 'recovering';
        await signalled('healthChanged', isRecovering, `the recovery of ${id}`);
        const lastError = runtime.health().functions[id]?.lastError;
        expect(lastError).to.include({ code: 'CLUSTER_DOWN' });
        expect(lastError?.message).to.match(/^redis: the node 127\.0\.0\.1:\d+ knows of no slots/);
      }
      const [first] = cluster.servers as [RedisServer];
      await askServer(stranger.port, 'CLUSTER', 'MEET', '127.0.0.1', first.port);
      await started;
      await client.rpush('orders', 'one');
      expect(await received.until(1)).to.deep.equal(['one']);
    });

    const isSubscribedTo = async (server: RedisServer): Promise<boolean> =>
      / name=redis-triggers:subscriber .* sub=1 /.test(
        String(await askServer(server.port, 'CLIENT', 'LIST')),
      );

    it('give each keyspace notification once when a master becomes a replica', async () => {
      const runtime = await makeOf(Keyspace, cluster.servers);
      await runtime.start();
      const master = await joined();
      await eventually(() => isSubscribedTo(master), 'the subscription on the master that joined');
      const source = await cluster.masterOf('kept');
      await askServer(master.port, 'CLUSTER', 'REPLICATE', await idOf(source));
      await eventually(async () => !(await isSubscribedTo(master)), 'that subscription to end');
      const isLinked = async (): Promise<boolean> =>
        /master_link_status:up/.test(String(await askServer(master.port, 'INFO', 'replication')));
      await eventually(isLinked, 'the replica to have what its master has');

      const keys = Array.from({ length: 20 }, (_, number) => `{kept}:${number}`);
      for (const key of keys) await client.set(key, '1');
      await received.untilTrue((items) => items.includes('{kept}:19'), 'the last notification');
      expect(received.items.filter((each) => each.startsWith('{kept}:'))).to.deep.equal(keys);

      await forgetMember(cluster, master);
      await master.stop();
      await client.set('{kept}:end', '1');
      await received.untilTrue((items) => items.includes('{kept}:end'), 'a notification afterwards');
      expect(runtime.health().ready).to.equal(true);
    });

    it('leave keyspace notifications well when a master is removed after its death', async () => {
      const runtime = await makeOf(Keyspace, cluster.servers);
      await runtime.start();
      const master = await joined();
      await eventually(() => isSubscribedTo(master), 'the subscription on the master that joined');
      await signalled('healthChanged', () => runtime.health().ready, 'the function to listen');
      const id = await idOf(master);
      await master.stop();
      await signalled('healthChanged', () => !runtime.health().ready, 'the trouble');
      await Promise.all(cluster.servers.map(({ port }) => askServer(port, 'CLUSTER', 'FORGET', id)));
      await signalled('healthChanged', () => runtime.health().ready, 'the function to listen again');
    });

    async function idOf({ port }: RedisServer): Promise<string> {
      return String(await askServer(port, 'CLUSTER', 'MYID'));
    }
  },
);
