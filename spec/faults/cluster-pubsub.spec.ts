import { expect } from 'chai';
import type { Cluster } from 'ioredis';
import { createRuntime } from '../../lib/create-runtime.js';
import { RedisMessageModel } from '../../lib/messages/redis-message-model.js';
import type { GapReason } from '../../lib/messages/gap.js';
import type { Class } from '../../lib/metadata/class.js';
import { lookEveryInMs } from '../../lib/pubsub/keyspace-watch.js';
import type { Runtime } from '../../lib/runtime/runtime.js';
import { systemClock } from '../../lib/time/system-clock.js';
import { RedisPubSubTrigger } from '../../lib/triggers/redis-pubsub-trigger.js';
import { askServer } from '../support/ask-server.js';
import { clusterClient } from '../support/cluster-load.js';
import { joinMaster, moveSlot } from '../support/cluster-slots.js';
import { eventually } from '../support/eventually.js';
import { Recorder } from '../support/recorder.js';
import { redisServerVersion } from '../support/redis-binary.js';
import { RedisCluster } from '../support/redis-cluster.js';
import type { RedisServer } from '../support/redis-server.js';
import { signalled } from '../support/signalled.js';

const hasShardedChannels = Number(redisServerVersion?.split('.')[0]) >= 7;

(redisServerVersion === undefined ? describe.skip : describe)(
  'Subscriptions on a Redis Cluster',
  function () {
    this.timeout(180_000);
    let cluster: RedisCluster;
    let client: Cluster;
    let received: Recorder<string>;
    let runtime: Runtime;
    let joined: RedisServer | undefined;

    before(async () => {
      cluster = await RedisCluster.start();
      client = clusterClient(cluster);
    });
    after(async () => {
      client.disconnect();
      await cluster.stop();
      await joined?.stop();
    });
    beforeEach(() => (received = new Recorder()));
    afterEach(() => runtime.stop());

    async function start(handler: Class, configure = true, credentials = {}): Promise<void> {
      runtime = await createRuntime({
        handlers: [handler],
        connections: { redis: { cluster: cluster.endpoints, ...credentials } },
        logger: false,
        shutdownTimeoutInMs: 3_000,
        configureKeyspaceNotifications: configure,
      });
      await runtime.start();
    }

    /** Sets 300 keys, all over the slots, and waits until the notification of each has come. */
    async function set300(name: string): Promise<void> {
      const keys = Array.from({ length: 300 }, (_, number) => `${name}:${number}`);
      // The spec's own client finds out by trying; what is set twice would be notified of twice.
      const probes = Array.from({ length: 60 }, (_, number) => `probe:${number}`);
      const works = (): Promise<boolean> =>
        Promise.all(probes.map((key) => client.set(key, '1'))).then(
          () => true,
          () => false,
        );
      await eventually(works, 'the client of the spec to know every master');
      await Promise.all(keys.map((key) => client.set(key, '1')));
      const own = (items: readonly string[]): string[] =>
        items.filter((each) => /:\d+$/.test(each) && each.startsWith(`${name}:`));
      await received.untilTrue((items) => own(items).length >= 300, `300 notifications of ${name}`);
      // What comes twice comes at about the same time.
      await client.set(`${name}:last`, '1');
      await received.untilTrue((items) => items.includes(`${name}:last`), 'the last notification');
      expect(own(received.items).sort()).to.deep.equal(keys.sort());
    }

    class Keyspace {
      @RedisPubSubTrigger({ connection: 'redis', channel: '__keyevent@0__:set' })
      onSet({ message }: RedisMessageModel): void {
        received.add(message);
      }
    }

    it('refuses keyspace notifications that a master does not publish', async () => {
      const [first] = await cluster.masters();
      await Promise.all(
        cluster.servers.map((each) =>
          askServer(each.port, 'CONFIG', 'SET', 'notify-keyspace-events', each === first ? '' : 'KEA'),
        ),
      );
      const refused = await start(Keyspace, false).then(
        () => undefined,
        (error: unknown) => error,
      );
      expect(refused).to.include({ code: 'KEYSPACE_NOTIFICATIONS_DISABLED', place: 'Keyspace.onSet' });
    });

    it('have their flags set again on one master of several where they were cleared', async () => {
      let passedInMs = 0;
      const clock = { ...systemClock, now: () => systemClock.now() + passedInMs };
      runtime = await createRuntime({
        handlers: [Keyspace],
        connections: { redis: { cluster: cluster.endpoints } },
        logger: false,
        configureKeyspaceNotifications: true,
        clock,
      });
      const gaps = new Recorder<GapReason>();
      runtime.on('gap', ({ reason }) => gaps.add(reason));
      await runtime.start();
      const [first] = await cluster.masters();
      await askServer(first!.port, 'CONFIG', 'SET', 'notify-keyspace-events', '');
      passedInMs += lookEveryInMs;
      expect(await gaps.until(1)).to.deep.equal(['not-published']);
      await set300('again');
    });

    it('bring every keyspace notification of every master, once each, also after a failover', async () => {
      await start(Keyspace);
      await set300('calm');
      const [master] = (await cluster.masters()) as [RedisServer];
      const replica = await cluster.replicaOf(master);
      await cluster.failover(replica);
      await cluster.whenWell();
      await whenSubscribed(await cluster.masters());
      await set300('handed-over');

      await replica.kill();
      await eventually(async () => (await cluster.masters()).includes(master), 'the replica');
      await whenSubscribed(await cluster.masters());
      await set300('taken-over');
      await replica.start();
      await cluster.whenWell();
      await whenSubscribed(await cluster.masters());
      await set300('well-again');
    });

    /** Resolves when the runtime subscribes on these servers and no others. */
    async function whenSubscribed(masters: readonly RedisServer[]): Promise<void> {
      await eventually(async () => {
        const views = cluster.servers.concat(joined ?? []).map(async (server) => {
          const list = await askServer(server.port, 'CLIENT', 'LIST').catch(() => '');
          const subscribes = / name=redis-triggers:subscriber .* sub=1 /.test(String(list));
          return subscribes === masters.includes(server);
        });
        return (await Promise.all(views)).every(Boolean);
      }, 'subscriptions on the masters');
      await signalled('healthChanged', () => runtime.health().ready, 'the function to listen');
    }

    it('move an ordinary channel to another node when its node dies', async () => {
      class News {
        @RedisPubSubTrigger({ connection: 'redis', channel: 'news' })
        onNews({ message }: RedisMessageModel): void {
          received.add(message);
        }
      }
      await start(News);
      const isOn = async (server: RedisServer): Promise<boolean> => {
        const list = await askServer(server.port, 'CLIENT', 'LIST').catch(() => '');
        return / name=redis-triggers:subscriber .* sub=1 /.test(String(list));
      };
      const node = await eventually(async () => {
        const found = await Promise.all(cluster.servers.map(isOn));
        return cluster.servers[found.indexOf(true)];
      }, 'the subscription');
      await node.kill();
      await signalled(
        'healthChanged',
        () => runtime.health().functions['News.onNews']?.state === 'recovering',
        'the trouble',
      );
      await signalled('healthChanged', () => runtime.health().ready, 'the function to listen again');
      const [living] = cluster.servers.filter((each) => each !== node) as [RedisServer];
      await askServer(living.port, 'PUBLISH', 'news', 'hello');
      expect(await received.until(1)).to.deep.equal(['hello']);
      await node.start();
      await eventually(async () => (await cluster.masters()).length === 3, 'three masters');
      await cluster.whenWell();
    });

    it('leave an ordinary channel alone when a master dies that it is not on', async () => {
      class Beside {
        @RedisPubSubTrigger({ connection: 'redis', channel: '__keyevent@0__:set' })
        onSet({ message }: RedisMessageModel): void {
          received.add(message);
        }

        @RedisPubSubTrigger({ connection: 'redis', channel: 'news' })
        onNews({ message }: RedisMessageModel): void {
          received.add(message);
        }
      }
      await start(Beside);
      const troubled = new Recorder<string>();
      runtime.on('listenerFailed', ({ functionId, prevents }) => {
        if (prevents) troubled.add(functionId);
      });
      const subscribers = async ({ port }: RedisServer): Promise<number> =>
        String(await askServer(port, 'CLIENT', 'LIST')).split(' name=redis-triggers:subscriber ').length - 1;
      const masters = await cluster.masters();
      const counts = await Promise.all(masters.map(subscribers));
      const master = masters[counts.indexOf(1)] as RedisServer;
      const replica = await cluster.replicaOf(master);
      await master.kill();
      await troubled.untilTrue(
        (ids) => ids.includes('Beside.onSet'),
        'the trouble of the keyspace notifications',
      );
      await eventually(async () => (await cluster.masters()).includes(replica), 'the replica');
      await signalled('healthChanged', () => runtime.health().ready, 'every function to listen');
      expect([...new Set(troubled.items)]).to.deep.equal(['Beside.onSet']);
      await askServer(replica.port, 'PUBLISH', 'news', 'hello');
      await received.untilTrue((items) => items.includes('hello'), 'the message');
      await master.start();
      await cluster.whenWell();
    });

    (hasShardedChannels ? it : it.skip)(
      'keep well while another one cannot be made on a new master',
      async () => {
        class Beside {
          @RedisPubSubTrigger({ connection: 'redis', channel: '__keyevent@0__:set' })
          onSet({ message }: RedisMessageModel): void {
            received.add(message);
          }

          @RedisPubSubTrigger({ connection: 'redis', channel: '__keyevent@0__:expired' })
          onExpired(): void {
            // never runs
          }
        }
        const [master] = (await cluster.masters()) as [RedisServer];
        const replica = await cluster.replicaOf(master);
        for (const each of cluster.servers) {
          const channel = each === replica ? '&__keyevent@0__:set' : '&*';
          const rules = ['reset', 'on', '>password', '~*', channel, '+@all'];
          await askServer(each.port, 'ACL', 'SETUSER', 'worker', ...rules);
          await askServer(each.port, 'CONFIG', 'SET', 'notify-keyspace-events', 'KEA');
        }
        await start(Beside, false, { username: 'worker', password: 'password' });
        const troubles = new Recorder<string>();
        runtime.on('listenerFailed', ({ functionId, error }) =>
          troubles.add(`${functionId} ${error.message.slice(0, 6)}`),
        );
        await cluster.failover(replica);
        await troubles.untilTrue((all) => all.includes('Beside.onExpired NOPERM'), 'the refusal');
        const isListening = (): boolean => runtime.health().functions['Beside.onSet']?.state === 'listening';
        await signalled('healthChanged', isListening, 'the other function to listen');
        await cluster.whenWell();
        const before = troubles.items.length;
        const later = (all: readonly string[]): readonly string[] => all.slice(before);
        await troubles.untilTrue((all) => later(all).length >= 3, 'further refusals');
        await set300('beside');
        // The one on the old master stays, for the one that is to follow it does not stand yet.
        expect(String(await askServer(master.port, 'CLIENT', 'LIST'))).to.match(/ sub=2 .* user=worker /);

        await master.kill();
        const isGone = async (): Promise<boolean> =>
          (await cluster.nodes()).some(({ port, isFailing }) => port === master.port && isFailing);
        await eventually(isGone, 'the cluster to notice');
        expect(isListening()).to.equal(true);
        // The connection to the one that was killed may be lost before the replica's refusal is heard of again.
        const refusals = later(troubles.items).filter((each) => !each.endsWith(' connec'));
        expect([...new Set(refusals)]).to.deep.equal(['Beside.onExpired NOPERM']);
        await master.start();
        await cluster.whenWell();
      },
    );

    (hasShardedChannels ? it : it.skip)('follow a sharded channel when its slot moves', async () => {
      class Sharded {
        @RedisPubSubTrigger({ connection: 'redis', channel: 'shard', sharded: true, exclusive: true })
        onMessage({ message }: RedisMessageModel): void {
          received.add(message);
        }

        @RedisPubSubTrigger({ connection: 'redis', channel: 'shard' })
        onOrdinary({ message }: RedisMessageModel): void {
          received.add(`ordinary ${message}`);
        }
      }
      await start(Sharded);
      const source = await cluster.masterOf('shard');
      await askServer(source.port, 'SPUBLISH', 'shard', 'one');
      expect(await received.until(1)).to.deep.equal(['one']);
      const target = (await cluster.masters()).find((each) => each !== source) as RedisServer;
      await moveSlot(cluster, await cluster.slotOf('shard'), source, target);
      // What comes before the lease is renewed there is in the gap that is reported.
      await signalled(
        'healthChanged',
        async () => {
          await askServer(target.port, 'SPUBLISH', 'shard', 'two');
          return received.items.includes('two');
        },
        'a message from the other master',
      );
      expect([...new Set(received.items)]).to.deep.equal(['one', 'two']);
      await signalled('healthChanged', () => runtime.health().ready, 'the function to listen');
      expect(runtime.health().functions['Sharded.onMessage']).to.include({ standby: false });
    });

    it('include masters that join later', async () => {
      await start(Keyspace);
      await set300('before');
      joined = await joinMaster(cluster);
      await whenSubscribed([...(await mastersNow()), joined]);
      await eventually(async () => {
        const flags = (await askServer(
          joined?.port ?? 0,
          'CONFIG',
          'GET',
          'notify-keyspace-events',
        )) as string[];
        return flags[1] !== '';
      }, 'the flags of the master that joined');
      // Keys of ours are in these slots, so that some notifications come from it.
      const slots = new Set<number>();
      for (let number = 0; number < 60; number++) slots.add(await cluster.slotOf(`reshard:${number}`));
      for (const slot of slots) {
        const source = await ownerOf(slot);
        if (source !== joined) await moveSlot(cluster, slot, source, joined);
      }
      await set300('reshard');
    });

    async function mastersNow(): Promise<RedisServer[]> {
      const nodes = await cluster.nodes();
      return cluster.servers.filter(({ port }) => nodes.some((node) => node.port === port && node.isMaster));
    }

    async function ownerOf(slot: number): Promise<RedisServer> {
      const nodes = await cluster.nodes();
      const owner = nodes.find(({ slots }) => slots.some(([first, last]) => first <= slot && slot <= last));
      const servers = cluster.servers.concat(joined ?? []);
      return servers.find(({ port }) => port === owner?.port) as RedisServer;
    }
  },
);
