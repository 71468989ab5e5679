import { expect } from 'chai';
import type { Cluster } from 'ioredis';
import { createRuntime } from '../../lib/create-runtime.js';
import { RedisMessageModel } from '../../lib/messages/redis-message-model.js';
import type { Class } from '../../lib/metadata/class.js';
import type { Runtime } from '../../lib/runtime/runtime.js';
import { RedisListTrigger } from '../../lib/triggers/redis-list-trigger.js';
import { RedisPubSubTrigger } from '../../lib/triggers/redis-pubsub-trigger.js';
import { RedisStreamTrigger } from '../../lib/triggers/redis-stream-trigger.js';
import { askServer } from '../support/ask-server.js';
import { ClusterLoad, clusterClient } from '../support/cluster-load.js';
import { moveSlot } from '../support/cluster-slots.js';
import { eventually } from '../support/eventually.js';
import { Recorder } from '../support/recorder.js';
import { redisServerVersion } from '../support/redis-binary.js';
import { RedisCluster } from '../support/redis-cluster.js';
import type { RedisServer } from '../support/redis-server.js';
import { signalled } from '../support/signalled.js';

// One in each third of the slots, so that each master holds one.
const lists = ['list:c', 'list:b', 'list:foo'];
const streams = ['stream:c', 'stream:foo', 'stream:d'];

const reliable = ['reliable:b', 'reliable:c', 'reliable:a'];

/** A function of each kind, those that read with keys on every master. */
function handlersOn(received: Recorder<string>): Class {
  class Handlers {
    @RedisListTrigger({ connection: 'redis', key: lists })
    onElement({ message }: RedisMessageModel): void {
      received.add(message);
    }

    @RedisListTrigger({
      connection: 'redis',
      key: reliable,
      delivery: 'atLeastOnce',
      claimIdleInMs: 2_000,
      pollingIntervalInMs: 100,
    })
    onReliable({ message }: RedisMessageModel): void {
      received.add(message);
    }

    @RedisStreamTrigger({ connection: 'redis', key: streams, claimIdleInMs: 2_000 })
    onEntry({ message }: RedisMessageModel): void {
      received.add((JSON.parse(message) as { text: string }).text);
    }

    @RedisPubSubTrigger({ connection: 'redis', channel: 'news' })
    onMessage({ message }: RedisMessageModel): void {
      received.add(message);
    }
  }
  return Handlers;
}

(redisServerVersion === undefined ? describe.skip : describe)('A Redis Cluster', function () {
  this.timeout(180_000);
  let cluster: RedisCluster;
  let client: Cluster;
  let received: Recorder<string>;
  let runtime: Runtime;
  let load: ClusterLoad;

  before(async () => {
    cluster = await RedisCluster.start();
    client = clusterClient(cluster);
  });
  after(async () => {
    client.disconnect();
    await cluster.stop();
  });
  beforeEach(async () => {
    await Promise.all((await cluster.masters()).map(({ port }) => flush(port)));
    received = new Recorder();
    load = new ClusterLoad(client, { lists, reliable, streams });
    runtime = await createRuntime({
      handlers: [handlersOn(received)],
      connections: { redis: { cluster: cluster.endpoints } },
      logger: false,
      shutdownTimeoutInMs: 3_000,
    });
    await runtime.start();
  });
  afterEach(() => runtime.stop());

  it('has keys on every master', async () => {
    for (const keys of [lists, reliable, streams]) {
      const masters = await Promise.all(keys.map((key) => cluster.masterOf(key)));
      expect(new Set(masters).size).to.equal(3);
    }
  });

  it('gives every function its messages, from every slot, once each', async () => {
    await load.produce(30);
    await client.publish('news', 'hello');
    await received.until(271);
    expect([...received.items].sort()).to.deep.equal(
      [...Object.values(load.acknowledged).flat(), 'hello'].sort(),
    );
    expect(runtime.health().ready).to.equal(true);
  });

  /** What was acknowledged is handled: of streams all of it, of lists once each but for what was under way. */
  async function assertAccount(mostLost: number): Promise<void> {
    const { acknowledged } = load;
    await received.untilTrue((items) => {
      const handled = new Set(items);
      return [...acknowledged.streams, ...acknowledged.reliable].every((text) => handled.has(text));
    }, 'every entry, and every element at least once');
    await signalled(
      'readAnswered',
      async () => {
        const lengths = await Promise.all(lists.map((key) => client.llen(key)));
        return lengths.every((length) => length === 0);
      },
      'the lists to be empty',
    );
    const times = (text: string): number => received.items.filter((each) => each === text).length;
    await received.untilTrue((items) => {
      const handled = new Set(items);
      return acknowledged.lists.filter((text) => !handled.has(text)).length <= mostLost;
    }, 'every element but those that were under way');
    expect(acknowledged.lists.filter((text) => times(text) > 1)).to.deep.equal([]);
  }

  /** Runs while messages are written. */
  async function underLoad(act: () => Promise<unknown>): Promise<void> {
    await load.produce(20);
    const ended = new AbortController();
    const produced = load.produceUntil(ended.signal);
    try {
      await act();
    } finally {
      ended.abort();
      await produced;
    }
    await load.produce(20);
  }

  it('follows slots to another master, while they are on their way and afterwards', async () => {
    const moved = [lists[0] ?? '', streams[1] ?? '', reliable[2] ?? '', lists[2] ?? ''];
    await underLoad(async () => {
      for (const key of moved) {
        const source = await cluster.masterOf(key);
        const target = await other(source);
        const before = received.items.length;
        await moveSlot(cluster, await cluster.slotOf(key), source, target, async () => {
          // Some are read while the slot has not gone over.
          await received.until(before + 30);
        });
        await received.until(received.items.length + 30);
      }
    });
    await assertAccount(0);
    await signalled('healthChanged', () => runtime.health().ready, 'every function to listen');
    expect(runtime.health().functions['Handlers.onElement']).to.deep.include({ state: 'listening', lost: 0 });
  });

  it('goes on with the replica that takes over on request', async () => {
    const master = await cluster.masterOf(lists[0] ?? '');
    await underLoad(async () => {
      const replica = await cluster.replicaOf(master);
      await cluster.failover(replica);
      await received.until(received.items.length + 60);
    });
    await assertAccount(20);
    await signalled('healthChanged', () => runtime.health().ready, 'every function to listen');
    await cluster.whenWell();
  });

  const outages = {
    frozen: {
      begin: (master: RedisServer) => master.freeze(),
      end: (master: RedisServer) => master.thaw(),
    },
    dead: {
      begin: (master: RedisServer) => master.kill(),
      end: (master: RedisServer) => master.start(),
    },
  };
  for (const [state, outage] of Object.entries(outages)) {
    it(`goes on with the other masters while one is ${state}, and with its replica afterwards`, async () => {
      const master = await cluster.masterOf(lists[1] ?? '');
      const replica = await cluster.replicaOf(master);
      const others = lists.filter((key) => key !== lists[1]);
      await underLoad(async () => {
        await outage.begin(master);
        const text = `${others[0] ?? ''} while a master is ${state}`;
        await eventually(() => client.rpush(others[0] ?? '', text).catch(() => false as const), 'a push');
        await received.untilTrue((items) => items.includes(text), 'an element of another master');
        await eventually(() => isMaster(replica), 'the replica');
        await signalled('healthChanged', () => runtime.health().ready, 'every function to listen');
      });
      await outage.end(master);
      await cluster.whenWell();
      await assertSurvivors();
    });
  }

  /** What is still in the streams after a master's death is handled; what it had not replicated is gone. */
  async function assertSurvivors(): Promise<void> {
    for (const key of streams) {
      const entries = await client.xrange(key, '-', '+');
      const texts = entries.map(([, fields]) => String(fields[1]));
      await received.untilTrue(
        (items) => texts.every((text) => items.includes(text)),
        `every entry of ${key}`,
      );
    }
    // After all that waits in these lists, for they are read in order.
    const last = reliable.map((key) => `${key} afterwards`);
    await Promise.all(reliable.map((key, index) => client.rpush(key, last[index] ?? '')));
    await received.untilTrue((items) => last.every((text) => items.includes(text)), 'the last elements');
    await signalled(
      'readAnswered',
      async () => {
        const lengths = await Promise.all([...lists, ...reliable].map((key) => client.llen(key)));
        return lengths.every((length) => length === 0);
      },
      'the lists to be empty',
    );
  }

  async function other(master: RedisServer): Promise<RedisServer> {
    const found = (await cluster.masters()).find((each) => each !== master);
    if (!found) throw new Error('there is no other master');
    return found;
  }
});

async function isMaster({ port }: RedisServer): Promise<boolean> {
  const [role] = (await askServer(port, 'ROLE')) as unknown[];
  return String(role) === 'master';
}

async function flush(port: number): Promise<void> {
  await askServer(port, 'FLUSHALL');
}
