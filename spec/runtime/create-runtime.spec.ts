import { expect } from 'chai';
import { Redis, type RedisOptions } from 'ioredis';
import type { RedisTriggersError } from '../../lib/errors/redis-triggers-error.js';
import { RedisMessageModel } from '../../lib/messages/redis-message-model.js';
import { createRuntime } from '../../lib/create-runtime.js';
import type { RuntimeOptions } from '../../lib/runtime/runtime-options.js';
import { RedisListTrigger } from '../../lib/triggers/redis-list-trigger.js';
import { RedisStreamTrigger } from '../../lib/triggers/redis-stream-trigger.js';

class Orders {
  @RedisListTrigger({ connection: '127.0.0.1:6379', key: 'orders' })
  onOrder(_message: RedisMessageModel): void {
    // only described
  }
}

describe('createRuntime', () => {
  it('connects to nothing and describes the functions, frozen', async () => {
    const { functions } = await createRuntime({ handlers: [Orders], logger: false });
    expect(functions).to.have.length(1);
    expect(functions[0]).to.deep.include({
      kind: 'list',
      id: 'Orders.onOrder',
      connection: '127.0.0.1:6379',
      keys: ['orders'],
      count: 10,
      concurrency: 10,
      prefetch: 0,
      pollingIntervalInMs: 1000,
      messagesPerWorker: 100,
      listPopFromBeginning: true,
      batch: false,
      deadLetterMaxLength: 10_000,
    });
    expect(functions).to.be.frozen;
    expect(functions[0]).to.be.frozen;
  });

  it('reports all problems of all functions together, each with its place and remedy', async () => {
    class Broken {
      @RedisListTrigger({ connection: 'nowhere', key: 'a', count: 0 })
      onElement(_thing: { x: number }): void {
        // only described
      }

      @RedisStreamTrigger({ connection: '127.0.0.1:6379', key: '%noSuchSetting%', name: 'Orders.onOrder' })
      onEntry(): void {
        // only described
      }
    }
    const error = await refused({ handlers: [Orders, Broken] });
    expect(error.code).to.equal('CONFIGURATION_INVALID');
    expect(error.problems.map(({ code, place }) => `${place} ${code}`)).to.deep.equal([
      'Broken.onElement OPTION_INVALID',
      'Broken.onElement CONNECTION_UNRESOLVED',
      'Broken.onElement PARAMETER_TYPE_ERASED',
      'Broken.onEntry PLACEHOLDER_UNRESOLVED',
      'Orders.onOrder FUNCTION_ID_DUPLICATE',
    ]);
    expect(error.message).to.include(
      'Broken.onElement: the option "count" must be a whole number from 1 to 100000.',
    );
  });

  it('reports an id that two functions have', async () => {
    class Twice {
      @RedisListTrigger({ connection: '127.0.0.1:6379', key: 'a' })
      @RedisListTrigger({ connection: '127.0.0.1:6379', key: 'b' })
      onElement(): void {
        // only described
      }
    }
    expect(await refused({ handlers: [Twice] })).to.include({
      code: 'FUNCTION_ID_DUPLICATE',
      place: 'Twice.onElement',
    });
  });

  it('takes a connection from its options before the settings, in any case', async () => {
    class Named {
      @RedisListTrigger({ connection: 'RedisLocalhost', key: 'a' })
      onElement(): void {
        // only described
      }
    }
    const options = { handlers: [Named], logger: false } as const;
    const bySetting = await createRuntime({ ...options, settings: { redislocalhost: 'host:1' } });
    const byConnection = await createRuntime({
      ...options,
      connections: { REDISLOCALHOST: { host: 'host', port: 2 } },
    });
    expect([bySetting, byConnection].map(({ functions }) => functions[0]?.connection)).to.deep.equal([
      'RedisLocalhost',
      'RedisLocalhost',
    ]);
  });

  const badConnections: Record<
    string,
    { connection: NonNullable<RuntimeOptions['connections']>[string]; code: string }
  > = {
    'a database of a cluster': { connection: 'a:1,b:2,defaultDatabase=1', code: 'CONNECTION_UNSUPPORTED' },
    'a cluster without nodes': { connection: { cluster: [] }, code: 'CONNECTION_UNSUPPORTED' },
    'a keyPrefix': { connection: { keyPrefix: 'shop:' }, code: 'CONNECTION_UNSUPPORTED' },
    'a client that monitors': { connection: { monitor: true }, code: 'CONNECTION_UNSUPPORTED' },
    'a string that is none': { connection: 'host:xx', code: 'CONNECTION_STRING_INVALID' },
  };
  for (const [title, { connection, code }] of Object.entries(badConnections)) {
    it(`refuses ${title}, saying for which connection`, async () => {
      class Named {
        @RedisListTrigger({ connection: 'shop', key: 'a' })
        onElement(): void {
          // only described
        }
      }
      expect(await refused({ handlers: [Named], connections: { shop: connection } })).to.include({
        code,
        place: 'shop',
      });
    });
  }

  const unusable: Record<string, RedisOptions> = {
    'replies in the shapes of RESP3': { replyMapping: 'resp3' },
    'numbers as strings': { stringNumbers: true },
    'a time limit for its socket': { socketTimeout: 1_000 },
    monitoring: { monitor: true },
  };
  for (const [title, options] of Object.entries(unusable)) {
    it(`refuses a client that connects already, with ${title}, when it starts`, async () => {
      class Named {
        @RedisStreamTrigger({ connection: 'shop', key: 'a' })
        onEntry(): void {
          // never runs
        }
      }
      const clients: Redis[] = [];
      const shop = (): Redis => {
        const client = new Redis({ port: 1, retryStrategy: () => null, ...options });
        client.on('error', () => undefined);
        clients.push(client);
        return client;
      };
      const runtime = await createRuntime({ handlers: [Named], connections: { shop }, logger: false });
      const error = await runtime.start().catch((thrown: unknown) => thrown);
      for (const client of clients) client.disconnect();
      expect(error).to.include({ code: 'CONNECTION_UNSUPPORTED', place: 'shop' });
    });
  }

  it('refuses a connection function that returns the same client twice, when it starts', async () => {
    class Named {
      @RedisListTrigger({ connection: 'shop', key: 'a' })
      onElement(): void {
        // never runs
      }
    }
    const client = new Redis({ lazyConnect: true });
    const runtime = await createRuntime({
      handlers: [Named],
      connections: { shop: () => client },
      logger: false,
    });
    const error = await runtime.start().catch((thrown: unknown) => thrown);
    expect(error).to.include({ code: 'CONNECTION_SHARED', place: 'shop' });
  });
});

async function refused(options: RuntimeOptions): Promise<RedisTriggersError> {
  const error = await createRuntime({ logger: false, ...options }).catch((thrown: unknown) => thrown);
  expect(error).to.have.property('name', 'RedisTriggersError');
  return error as RedisTriggersError;
}
