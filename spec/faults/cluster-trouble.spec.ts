import { expect } from 'chai';
import type { Cluster } from 'ioredis';
import { createRuntime } from '../../lib/create-runtime.js';
import { RedisMessageModel } from '../../lib/messages/redis-message-model.js';
import type { FunctionHealth } from '../../lib/runtime/health/health.js';
import type { Runtime } from '../../lib/runtime/runtime.js';
import type { RuntimeOptions } from '../../lib/runtime/runtime-options.js';
import type { Class } from '../../lib/metadata/class.js';
import { RedisListTrigger } from '../../lib/triggers/redis-list-trigger.js';
import { RedisStreamTrigger } from '../../lib/triggers/redis-stream-trigger.js';
import { askServer } from '../support/ask-server.js';
import type { Credentials } from '../../lib/redis/credentials/credentials.js';
import { readText } from '../docs/pages.js';
import { clusterClient } from '../support/cluster-load.js';
import { moveSlot } from '../support/cluster-slots.js';
import { eventually } from '../support/eventually.js';
import { Recorder } from '../support/recorder.js';
import { redisServerVersion } from '../support/redis-binary.js';
import { RedisCluster } from '../support/redis-cluster.js';
import { RedisServer } from '../support/redis-server.js';
import { signalled } from '../support/signalled.js';

const rulesHaveSubcommands = Number(redisServerVersion?.split('.')[0]) >= 7;

(redisServerVersion === undefined ? describe.skip : describe)('Trouble with a Redis Cluster', function () {
  this.timeout(180_000);
  let cluster: RedisCluster;
  let client: Cluster;
  let plain: RedisServer;
  let received: Recorder<string>;
  let runtime: Runtime;
  let refusal: Promise<unknown>;

  before(async () => {
    cluster = await RedisCluster.start();
    client = clusterClient(cluster);
    plain = await RedisServer.start();
  });
  after(async () => {
    client.disconnect();
    await Promise.all([cluster.stop(), plain.stop()]);
  });
  beforeEach(() => (received = new Recorder()));
  afterEach(() => runtime.stop());

  /** Does not wait until every function listens, for some never do. */
  async function begin(
    handler: Class,
    connections: NonNullable<RuntimeOptions['connections']>,
  ): Promise<void> {
    runtime = await createRuntime({
      handlers: [handler],
      connections,
      logger: false,
      shutdownTimeoutInMs: 2_000,
    });
    refusal = runtime.start().catch((error: unknown) => error);
  }

  const url = (scheme: string, { port }: RedisServer): string => `${scheme}://127.0.0.1:${port}`;

  class Two {
    @RedisListTrigger({ connection: 'good', key: 'well' })
    onGood({ message }: RedisMessageModel): void {
      received.add(message);
    }

    @RedisListTrigger({ connection: 'bad', key: 'elsewhere' })
    onBad({ message }: RedisMessageModel): void {
      received.add(message);
    }
  }

  async function whenTroubledBy(code: string): Promise<void> {
    await signalled(
      'healthChanged',
      () => runtime.health().functions['Two.onBad']?.lastError?.code === code,
      `${code} in the health of the function`,
    );
    expect(runtime.health().functions['Two.onBad']?.lastError?.message).to.match(/^bad: /);
    await signalled(
      'healthChanged',
      () => runtime.health().functions['Two.onGood']?.state === 'listening',
      'the other function to listen',
    );
  }

  it('says that a cluster was given as one server, while other functions go on', async () => {
    const owner = await cluster.masterOf('elsewhere');
    const another = (await cluster.masters()).find((each) => each !== owner) as RedisServer;
    await begin(Two, {
      good: cluster.endpoints.map(({ port }) => `127.0.0.1:${port}`).join(),
      bad: url('redis', another),
    });
    await client.rpush('well', 'one');
    expect(await received.until(1)).to.deep.equal(['one']);
    await whenTroubledBy('CLUSTER_UNDECLARED');
  });

  it('says that one server was given as a cluster, while other functions go on', async () => {
    await begin(Two, {
      good: url('redis-cluster', cluster.servers[4] as RedisServer),
      bad: url('redis-cluster', plain),
    });
    await client.rpush('well', 'one');
    expect(await received.until(1)).to.deep.equal(['one']);
    await whenTroubledBy('CLUSTER_DISABLED');
  });

  it('says that no node answers, while other functions go on', async () => {
    await begin(Two, { good: { cluster: cluster.endpoints }, bad: 'redis-cluster://127.0.0.1:1' });
    await client.rpush('well', 'one');
    expect(await received.until(1)).to.deep.equal(['one']);
    await whenTroubledBy('CLUSTER_DOWN');
  });

  it('says which slots nobody holds, and goes on when somebody does', async () => {
    const owner = await cluster.masterOf('elsewhere');
    const slot = await cluster.slotOf('elsewhere');
    const masters = await cluster.masters();
    for (const { port } of masters) {
      await askServer(port, 'CONFIG', 'SET', 'cluster-require-full-coverage', 'no');
      await askServer(port, 'CLUSTER', 'DELSLOTS', slot);
    }
    const connection = { cluster: cluster.endpoints };
    await begin(Two, { good: connection, bad: connection });
    await whenTroubledBy('CLUSTER_DOWN');
    await client.rpush('well', 'one');
    expect(await received.until(1)).to.deep.equal(['one']);
    await askServer(owner.port, 'CLUSTER', 'ADDSLOTS', slot);
    await eventually(
      () => client.rpush('elsewhere', 'two').catch(() => false as const),
      'the slot to be served',
    );
    expect(await received.until(2)).to.deep.equal(['one', 'two']);
    await signalled('healthChanged', () => runtime.health().ready, 'every function to listen');
  });

  it('refuses a key that nothing can lie beside', async () => {
    for (const key of ['a}b', 'x{}y']) {
      class Braces {
        @RedisListTrigger({ connection: 'redis', key: [key] })
        onElement(): void {
          // never runs
        }
      }
      await begin(Braces, { redis: { cluster: cluster.endpoints } });
      expect(await refusal).to.include({ code: 'CLUSTER_KEY_INVALID', place: 'Braces.onElement' });
    }
  });

  it('keeps to the concurrency of a function, however many slots its keys are in', async () => {
    let running = 0;
    let most = 0;
    class Narrow {
      @RedisListTrigger({
        connection: 'redis',
        key: ['list:c', 'list:b', 'list:foo'],
        concurrency: 1,
        pollingIntervalInMs: 100,
      })
      async onElement({ message }: RedisMessageModel): Promise<void> {
        most = Math.max(most, ++running);
        await new Promise((resolve) => setImmediate(resolve));
        running -= 1;
        received.add(message);
      }
    }
    await begin(Narrow, { redis: { cluster: cluster.endpoints } });
    const keys = ['list:c', 'list:b', 'list:foo'];
    for (let number = 0; number < 10; number++) {
      await Promise.all(keys.map((key) => client.rpush(key, `${key} ${number}`)));
    }
    const items = await received.until(30);
    expect(new Set(items).size).to.equal(30);
    expect(most).to.equal(1);
  });

  const listRules = '~orders ~{orders}:dead-letter:* +lpop +blmpop +lpush +xadd +ping +info'.split(' ');
  const clusterRules = '+cluster|slots +cluster|nodes +asking'.split(' ');

  (rulesHaveSubcommands ? it : it.skip)('needs no more permissions than docs/cluster.md lists', async () => {
    const page = readText('docs/cluster.md');
    expect(page).to.contain(`\n${clusterRules.join(' ')}\n`);
    const rules = ['reset', 'on', '>password', ...listRules, ...clusterRules];
    await Promise.all(
      cluster.servers.map(({ port }) => askServer(port, 'ACL', 'SETUSER', 'worker', ...rules)),
    );
    class Orders {
      @RedisListTrigger({ connection: 'redis', key: 'orders', pollingIntervalInMs: 200 })
      onOrder({ message }: RedisMessageModel): void {
        received.add(message);
      }
    }
    const credentials = (): Promise<Credentials> =>
      Promise.resolve({ username: 'worker', password: 'password' });
    await begin(Orders, { redis: { cluster: cluster.endpoints, credentials } });
    await client.rpush('orders', 'one');
    await received.until(1);
    const source = await cluster.masterOf('orders');
    const target = (await cluster.masters()).find((each) => each !== source) as RedisServer;
    await moveSlot(cluster, await cluster.slotOf('orders'), source, target, async () => {
      await client.rpush('orders', 'two');
      await received.until(2);
    });
    await client.rpush('orders', 'three');
    expect(await received.until(3)).to.deep.equal(['one', 'two', 'three']);
    for (const { port } of await cluster.masters()) {
      const refused = (await askServer(port, 'ACL', 'LOG')) as string[][];
      const commands = refused.map((entry) => entry[entry.indexOf('object') + 1]);
      // Those that can be left out: see docs/security.md.
      expect(commands.filter((each) => !/^(client\||config\|get|hlen$)/.test(each ?? ''))).to.deep.equal([]);
    }
  });

  it('forgets the silence of a master that it has left', async () => {
    class Orders {
      @RedisListTrigger({ connection: 'redis', key: 'orders', pollingIntervalInMs: 100 })
      onOrder({ message }: RedisMessageModel): void {
        received.add(message);
      }
    }
    await begin(Orders, { redis: { cluster: cluster.endpoints } });
    await client.rpush('orders', 'one');
    await received.until(1);
    const health = (): FunctionHealth | undefined => runtime.health().functions['Orders.onOrder'];
    const allowSilenceFor = (timeoutInMs: number): Promise<unknown> =>
      Promise.all(
        cluster.servers.map(({ port }) =>
          askServer(port, 'CONFIG', 'SET', 'cluster-node-timeout', timeoutInMs),
        ),
      );
    // Else the replica takes over before the silence is noticed.
    await allowSilenceFor(60_000);
    const master = await cluster.masterOf('orders');
    const replica = await cluster.replicaOf(master);
    master.freeze();
    try {
      await signalled(
        'healthChanged',
        () => health()?.lastError?.code === 'SERVER_UNRESPONSIVE',
        'the silence',
      );
      expect(health()?.state).to.equal('recovering');
      await askServer(replica.port, 'CLUSTER', 'FAILOVER', 'FORCE');
      await signalled('healthChanged', () => health()?.state === 'listening', 'the function to listen again');
    } finally {
      master.thaw();
    }
    await allowSilenceFor(2_000);
    await cluster.whenWell();
  });

  it('has a dead letter and its acknowledgement in one step, in the slot of the stream', async () => {
    class Failing {
      @RedisStreamTrigger({ connection: 'redis', key: 'stream:foo stream:d', maxDeliveryCount: 1 })
      onEntry(): void {
        throw new Error('never');
      }
    }
    await begin(Failing, { redis: { cluster: cluster.endpoints } });
    await client.xadd('stream:foo', '*', 'n', '1');
    await client.xadd('stream:d', '*', 'n', '2');
    const letters = runtime.deadLetters('Failing.onEntry');
    await signalled('deadLettered', async () => (await letters.count()) === 2, 'the dead letters');
    for (const key of ['stream:foo', 'stream:d']) {
      expect((await client.xpending(key, 'Failing.onEntry'))[0]).to.equal(0);
    }
    expect(await letters.remove('all')).to.equal(2);
  });
});
