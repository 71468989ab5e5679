import { Redis } from 'ioredis';
import { FakeRedis, type TestRedisChoice } from 'redis-triggers/testing';
import { redisServerVersion } from '../../support/redis-binary.js';
import { RedisServer } from '../../support/redis-server.js';

/** A Redis for one test of a recipe, which it may write to before its handlers start. */
export interface RecipeRedis {
  readonly choice: TestRedisChoice;
  readonly client: Redis;
  /** The connection for programs of their own. */
  readonly address: string;
}

type Run = (redis: RecipeRedis) => Promise<void>;

/** Runs a recipe on the fake, and on a real Redis where there is one. */
export function onBoth(title: string, run: Run): void {
  it(`${title}, on the fake`, () => onFake(run));
  (redisServerVersion ? it : it.skip)(`${title}, on a real Redis`, () => onReal(run));
}

export async function onFake(run: Run): Promise<void> {
  await using fake = new FakeRedis();
  const { port } = await fake.listen(0);
  const client = fake.createClient();
  try {
    await run({ choice: fake, client, address: `127.0.0.1:${port}` });
  } finally {
    client.disconnect();
  }
}

async function onReal(run: Run): Promise<void> {
  const server = await RedisServer.start();
  const client = new Redis(server.port);
  try {
    await run({ choice: server.url, client, address: server.url });
  } finally {
    client.disconnect();
    await server.stop();
  }
}

/** What a call rejects with: errors of the package, which are not those of `lib`. */
export function failureOf(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    () => undefined,
    (error: unknown) => error,
  );
}
