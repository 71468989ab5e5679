import { Redis } from 'ioredis';
import type { ConnectionOption } from '../../lib/connections/connection-option.js';
import type { Class } from '../../lib/metadata/class.js';
import { createRuntime, type CreateRuntimeOptions } from '../../lib/create-runtime.js';
import type { Runtime } from '../../lib/runtime/runtime.js';
import { FakeRedis } from '../../lib/testing/fake/fake-redis.js';
import { redisServerVersion } from './redis-binary.js';
import { RedisServer } from './redis-server.js';

/** The name under which conformance specs reach their Redis. */
export const redisName = 'specRedis';

/** What a conformance spec may use of the Redis it runs on, whichever that is. */
export interface TestRedis {
  /** For `createRuntime({ connections })`. */
  readonly connection: ConnectionOption;
  /** An ordinary client, as a producer has one; closed after the spec. */
  readonly client: Redis;
  /** A runtime for these handlers that is not started; stopped after the spec. */
  createRuntime(handlers: readonly Class[], options?: Partial<CreateRuntimeOptions>): Promise<Runtime>;
  /** A started runtime for these handlers; stopped after the spec. */
  startRuntime(handlers: readonly Class[], options?: Partial<CreateRuntimeOptions>): Promise<Runtime>;
  /** The real server, for specs that break it; undefined on the fake. */
  readonly server: RedisServer | undefined;
}

interface Backend {
  readonly name: string;
  /** Why it cannot run here, or undefined. */
  readonly missing: string | undefined;
  start(): Promise<StartedBackend>;
}

interface StartedBackend {
  readonly connection: ConnectionOption;
  readonly server: RedisServer | undefined;
  client(): Redis;
  stop(): Promise<void>;
}

const realRedis: Backend = {
  name: `Redis ${redisServerVersion ?? ''}`.trim(),
  missing: redisServerVersion === undefined ? 'there is no redis-server' : undefined,
  async start() {
    const server = await RedisServer.start();
    return {
      connection: server.url,
      server,
      client: () => new Redis(server.port),
      stop: () => server.stop(),
    };
  },
};

const fakeRedis: Backend = {
  name: 'the fake',
  missing: undefined,
  start() {
    const fake = new FakeRedis();
    return Promise.resolve({
      connection: fake.connectionOptions(),
      server: undefined,
      client: () => fake.createClient(),
      stop: () => fake.close(),
    });
  },
};

/** Describes a suite once for each Redis it can run on: the same specs judge all of them. */
export function describeOnRedis(title: string, body: (redis: TestRedis) => void): void {
  for (const backend of [realRedis, fakeRedis]) describeOn(backend, title, body);
}

function describeOn(backend: Backend, title: string, body: (redis: TestRedis) => void): void {
  const run = backend.missing === undefined ? describe : describe.skip;
  run(`${title} (${backend.name})`, () => {
    let started: StartedBackend;
    let client: Redis;
    const runtimes: Runtime[] = [];

    before(async () => {
      started = await backend.start();
    });
    beforeEach(() => {
      client = started.client();
      client.on('error', () => undefined);
    });
    afterEach(async () => {
      await Promise.all(runtimes.splice(0).map((runtime) => runtime.stop()));
      await client.flushall();
      client.disconnect();
    });
    after(() => started.stop());

    body({
      get connection() {
        return started.connection;
      },
      get client() {
        return client;
      },
      get server() {
        return started.server;
      },
      createRuntime: makeRuntime,
      async startRuntime(handlers, options) {
        const runtime = await makeRuntime(handlers, options);
        await runtime.start();
        return runtime;
      },
    });

    async function makeRuntime(
      handlers: readonly Class[],
      options: Partial<CreateRuntimeOptions> = {},
    ): Promise<Runtime> {
      const connections = { [redisName]: started.connection };
      const runtime = await createRuntime({
        handlers,
        connections,
        ...(process.env.SPEC_LOG ? {} : { logger: false as const }),
        ...options,
      });
      runtimes.push(runtime);
      return runtime;
    }
  });
}
