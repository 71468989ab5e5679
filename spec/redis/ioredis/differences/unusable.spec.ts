import { once } from 'node:events';
import { expect } from 'chai';
import { Command, Redis, SentinelConnector } from 'ioredis';
import { clientsFromOptions } from '../../../../lib/connections/make-client.js';
import type { RedisTriggersError } from '../../../../lib/errors/redis-triggers-error.js';
import { RedisMessageModel } from '../../../../lib/messages/redis-message-model.js';
import { RedisClient } from '../../../../lib/redis/client/redis-client.js';
import { ClusterConnection } from '../../../../lib/redis/cluster/cluster-connection.js';
import { CredentialSource } from '../../../../lib/redis/credentials/credential-source.js';
import { ListeningSentinelConnector } from '../../../../lib/redis/ioredis/listening-sentinel-connector.js';
import { systemClock } from '../../../../lib/time/system-clock.js';
import { RedisListTrigger } from '../../../../lib/triggers/redis-list-trigger.js';
import { FakeRedis } from '../../../../lib/testing/fake/fake-redis.js';
import { rejectionOf } from '../../../support/rejection-of.js';
import { describeOnRedis, redisName } from '../../../support/test-redis.js';
import * as changes from './changes.js';
import { makeClient } from './run-triggers.js';

const request = { connection: 'orders', role: 'command', clientName: 'spec' } as const;

describeOnRedis('an ioredis that goes by a copy of its options', (redis) => {
  class Orders {
    @RedisListTrigger({ connection: redisName, key: 'list' })
    onOrder(_message: RedisMessageModel): void {
      // None comes.
    }
  }

  it('is refused at the start, where the options had to be changed', async () => {
    const connections = {
      [redisName]: () => {
        const client = makeClient(redis);
        changes.copyOptions(client);
        return client;
      },
    };
    const runtime = await redis.createRuntime([Orders], { connections });
    const error = await rejectionOf(runtime.start({ timeoutInMs: 1_000 }));
    expect(error.code).to.equal('START_INCOMPLETE');
    expect(error.message).to.contain('IOREDIS_UNSUPPORTED').and.contain('does not go by options');
  });
});

describe('an ioredis without what there is no other way for', () => {
  let fake: FakeRedis;
  let client: RedisClient;
  const errors: RedisTriggersError[] = [];

  function clientOf(redis: Redis, source?: CredentialSource): RedisClient {
    client = new RedisClient(redis, request, systemClock, source);
    client.onError((error) => errors.push(error as RedisTriggersError));
    return client;
  }

  beforeEach(() => {
    errors.length = 0;
    fake = new FakeRedis();
  });
  afterEach(async () => {
    client.close();
    await fake.close();
  });

  it('is refused where it shows no stream', () => {
    const redis = new Redis({ lazyConnect: true });
    clientOf(redis);
    redis.emit('connect');
    expect(errors.map(({ code }) => code)).to.deep.equal(['IOREDIS_UNSUPPORTED']);
    expect(client.isReady).to.equal(false);
  });

  it('is refused where it reads no new user and password when it connects', async () => {
    const redis = new Redis({ ...fake.connectionOptions(), lazyConnect: true });
    const connect = redis.connect.bind(redis);
    const copy = { ...redis.options };
    redis.connect = () => {
      const { options } = redis;
      redis.options = copy;
      const connected = connect();
      redis.options = options;
      return connected;
    };
    const source = new CredentialSource('orders', () => Promise.resolve({ password: 'secret' }), systemClock);
    clientOf(redis, source);
    const ended = once(redis, 'end');
    void client.whenReady(AbortSignal.timeout(60_000));
    await ended;
    expect(errors[0]).to.include({ code: 'IOREDIS_UNSUPPORTED' });
    expect(errors[0]?.message).to.contain('does not read user and password');
    source.close();
  });
});

describe('an ioredis that keeps to itself when a node has ended a subscription', () => {
  it('is told of in the log', async () => {
    const fake = new FakeRedis();
    const redis = fake.createClient({ lazyConnect: true });
    changes.keepMovesSecret(redis);
    const differences: string[] = [];
    const client = new RedisClient(redis, { ...request, role: 'subscriber', cluster: 'node' }, systemClock);
    client.onDifference(({ message }) => differences.push(message));
    await client.whenReady(AbortSignal.timeout(60_000));
    expect(differences).to.have.length(1);
    expect(differences[0]).to.contain('emits no event when a node of a cluster has ended a subscription');
    client.close();
    await fake.close();
  });
});

describe('an ioredis that connects to Sentinels in another way', () => {
  const { prototype } = SentinelConnector as unknown as { prototype: { connectToSentinel: unknown } };
  const { connectToSentinel } = prototype;

  beforeEach(() => (prototype.connectToSentinel = undefined));
  afterEach(() => (prototype.connectToSentinel = connectToSentinel));

  it('is told of in the log', async () => {
    const fake = new FakeRedis();
    const { port } = await fake.listen();
    class Connector extends ListeningSentinelConnector {
      constructor(options: unknown) {
        super(options);
        // As if a Sentinel had said where the master is.
        Object.assign(this, { resolve: () => Promise.resolve({ host: '127.0.0.1', port }) });
      }
    }
    const sentinels = [{ host: '127.0.0.1', port }];
    const redis = new Redis({ sentinels, name: 'main', Connector, lazyConnect: true });
    const differences: string[] = [];
    const client = new RedisClient(redis, request, systemClock);
    client.onDifference(({ message }) => differences.push(message));
    await client.whenReady(AbortSignal.timeout(60_000));
    expect(differences[0]).to.contain('connects to Sentinels in another way');
    expect(await client.send(['PING'])).to.deep.equal(Buffer.from('PONG'));
    client.close();
    await fake.close();
  });
});

describe('an ioredis that does not tell the slots of commands', () => {
  // eslint-disable-next-line @typescript-eslint/unbound-method
  const { getSlot } = Command.prototype;

  beforeEach(() => (Command.prototype.getSlot = () => 0));
  afterEach(() => (Command.prototype.getSlot = getSlot));

  it('is refused for a cluster', () => {
    const cluster = { nodes: [{ host: '127.0.0.1', port: 1 }] };
    const open = (): never => expect.fail('it was connected to');
    expect(() => new ClusterConnection({ connection: 'orders', cluster, open, onFailure: open })).to.throw(
      'IOREDIS_UNSUPPORTED',
    );
  });
});

describe('an ioredis that ignores the option Connector', () => {
  beforeEach(() => {
    // As if it kept another connector than the one that it was given.
    Object.defineProperty(Redis.prototype, 'connector', {
      configurable: true,
      get: () => ({ disconnect: () => undefined }),
      set: () => undefined,
    });
  });
  afterEach(() => Reflect.deleteProperty(Redis.prototype, 'connector'));

  it('is refused by a runtime, and by the fake', () => {
    const fake = new FakeRedis();
    const makeClient = clientsFromOptions(fake.connectionOptions(), 'orders');
    expect(() => makeClient(request)).to.throw('IOREDIS_UNSUPPORTED');
    expect(() => fake.createClient({ lazyConnect: true })).to.throw('ignores the option `Connector`');
  });
});
