import type { Redis } from 'ioredis';
import { FakeRedis } from '../../../lib/testing/fake/fake-redis.js';

const rounds = 50_000;

/** Four operations a round, on a list, a stream, and a key that expires later. */
async function work(client: Redis, from: number, to: number): Promise<void> {
  for (let round = from; round < to; round++) {
    await Promise.all([
      client.rpush('list', 'element'),
      client.lpop('list'),
      client.xadd('stream', 'MAXLEN', 10, '*', 'round', round),
      client.set(`key:${round % 100}`, 'value', 'EX', 60),
    ]);
  }
}

function heapUsed(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}

const fake = new FakeRedis();
const client = fake.createClient();
await work(client, 0, rounds / 10);
const before = heapUsed();
await work(client, rounds / 10, rounds);
const grownByBytes = heapUsed() - before;
process.stdout.write(JSON.stringify({ operations: rounds * 4, grownByBytes }));
await fake.close();
