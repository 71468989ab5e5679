import type { Redis } from 'ioredis';
import { FakeRedis } from '../../../lib/testing/fake/fake-redis.js';

/** A million operations. */
const rounds = 100_000;
const script = "return redis.call('INCR', KEYS[1])";

/** Ten operations a round, on each type, a key that expires later, a script in Lua and a channel. */
async function work(client: Redis, from: number, to: number): Promise<void> {
  for (let round = from; round < to; round++) {
    await Promise.all([
      client.rpush('list', 'element'),
      client.lpop('list'),
      client.xadd('stream', 'MAXLEN', 10, '*', 'round', round),
      client.set(`key:${round % 100}`, 'value', 'EX', 60),
      client.hset('hash', `field${round % 100}`, `${round}`),
      client.sadd('set', `${round % 100}`),
      client.zadd('sorted', round, `${round % 100}`),
      client.eval(script, 1, 'count'),
      client.publish('channel', 'message'),
      client.dump('hash'),
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
process.stdout.write(JSON.stringify({ operations: rounds * 10, grownByBytes }));
await fake.close();
