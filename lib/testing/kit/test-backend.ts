import { Redis } from 'ioredis';
import type { ConnectionOption } from '../../connections/connection-option.js';
import { parseConnectionString } from '../../connection-strings/parse-connection-string.js';
import { redisOptions } from '../../connections/redis-options.js';
import { VirtualClock } from '../fake/clock/virtual-clock.js';
import { FakeRedis } from '../fake/fake-redis.js';
import type { RedisVersion } from '../fake/versions.js';
import { borrowServer } from './private-server.js';

/**
 * Which Redis a test runs on. `fake`: a fake of its own. `real`: a real server of its own, started with the binary in
 * REDIS_SERVER_BIN, else `redis-server`. A `FakeRedis` or a connection string: that one, as it is.
 */
export type TestRedisChoice = 'fake' | 'real' | FakeRedis | ConnectionString;

/** A connection string; written so that an editor still offers the other choices. */
type ConnectionString = string & Record<never, never>;

/** The Redis of a test. */
export interface TestBackend {
  readonly connection: ConnectionOption;
  readonly fake?: FakeRedis;
  client(): Redis;
  close(): Promise<void>;
}

/** Which Redis, where a test does not say: the environment variable, else the fake. */
export function defaultChoice(): TestRedisChoice {
  return process.env.REDIS_TRIGGERS_TEST_REDIS || 'fake';
}

/** Gets the Redis of a test ready. */
export async function openBackend(
  choice: TestRedisChoice,
  options: { readonly version?: RedisVersion | undefined; readonly clock: VirtualClock | undefined },
): Promise<TestBackend> {
  if (choice instanceof FakeRedis) return onFake(choice, () => Promise.resolve());
  if (choice === 'fake') {
    const { version, clock = 'system' } = options;
    const fake = new FakeRedis({ clock, ...(version && { version }) });
    return onFake(fake, () => fake.close());
  }
  if (choice !== 'real') return onServer(choice, () => Promise.resolve());
  const server = await borrowServer();
  return onServer(`127.0.0.1:${server.port}`, () => server.release());
}

function onFake(fake: FakeRedis, close: () => Promise<void>): TestBackend {
  return { connection: fake.connectionOptions(), fake, client: () => quiet(fake.createClient()), close };
}

function onServer(connection: string, close: () => Promise<void>): TestBackend {
  const place = 'createTestRuntime';
  const options = redisOptions(parseConnectionString(connection, place), place);
  return { connection, client: () => quiet(new Redis(options)), close };
}

/** What is wrong with a connection shows in its commands; without a listener ioredis prints it as well. */
function quiet(client: Redis): Redis {
  return client.on('error', () => undefined);
}
