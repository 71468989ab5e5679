import { Redis } from 'ioredis';
import { FakeRedis } from '../lib/testing/fake/fake-redis.js';
import { RedisServer } from '../spec/support/redis-server.js';
import { median, pipelinedSets } from './pipelined-sets.js';

/*
 * 100,000 operations of ioredis on the fake, without a socket, and on a real server over loopback: one after
 * the other, and a hundred at a time. Needs `redis-server` on the PATH.
 */
const operations = 100_000;

async function oneByOne(client: Redis): Promise<void> {
  for (let count = 0; count < operations / 2; count++) {
    await client.lpush('list', 'element');
    await client.rpop('list');
  }
}

async function manyAtATime(client: Redis): Promise<void> {
  for (let count = 0; count < operations; count += 100) {
    const calls: Promise<unknown>[] = [];
    for (let call = 0; call < 50; call++) calls.push(client.lpush('list', 'element'), client.rpop('list'));
    await Promise.all(calls);
  }
}

async function measure(client: Redis, work: (client: Redis) => Promise<void>): Promise<number> {
  const start = performance.now();
  await work(client);
  return performance.now() - start;
}

const server = await RedisServer.start();
const fake = new FakeRedis();
const real = new Redis(server.port);
const simulated = fake.createClient();

try {
  for (const work of [oneByOne, manyAtATime]) {
    await measure(simulated, work);
    const onFake = await measure(simulated, work);
    const onReal = await measure(real, work);
    const figures = { work: work.name, onFakeInMs: Math.round(onFake), onRealInMs: Math.round(onReal) };
    process.stdout.write(`${JSON.stringify({ ...figures, times: Number((onReal / onFake).toFixed(2)) })}\n`);
  }
  const { port } = await fake.listen();
  const pairs = await pipelinedSets({ fake: port, real: server.port }, { pairs: 5, operations: 200_000 });
  const worst = pairs[0]?.times;
  process.stdout.write(`${JSON.stringify({ work: 'pipelinedSets', ...median(pairs), worst })}\n`);
} finally {
  real.disconnect();
  await fake.close();
  await server.stop();
}
