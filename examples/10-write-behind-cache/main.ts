import 'reflect-metadata';
import { container } from 'tsyringe';
import { createRuntime } from 'redis-triggers';
import { eventually } from '../support/eventually.js';
import { openRedis, redisUrl } from '../support/redis.js';
import { Cache, writesKey } from './cache.js';
import { openDatabase } from './database.js';
import { ValuesTable } from './values-table.js';
import { WriteBehind } from './write-behind.js';

const writes = 10_000;
const keys = Array.from({ length: 300 }, (_, index) => `example10:value:${index}`);

const redis = await openRedis();
await redis.del(writesKey, ...keys);
const database = await openDatabase();
const table = new ValuesTable(database);
await table.create();
container.registerInstance(ValuesTable, table);

const runtime = await createRuntime({ handlers: [WriteBehind], connections: { redisLocalhost: redisUrl } });
await runtime.start();

const cache = new Cache(redis);
const burst = Array.from({ length: writes }, (_, index) =>
  cache.set(keys[index % keys.length] ?? '', `write ${index}`),
);
await Promise.all(burst);
console.log(`${writes} values were set, on ${keys.length} keys`);

// An entry is deleted when it is in the table, so an empty stream means that all of them are.
await eventually(async () => (await redis.xlen(writesKey)) === 0);
await compare('in the table');

await table.upsert(keys.map((key) => ({ key, value: 'an old value', version: '1-0' })));
await compare('after old values came once more');

await runtime.stop();
await table.drop();
await database.close();
await redis.del(writesKey, ...keys);
redis.disconnect();

async function compare(when: string): Promise<void> {
  const stored = await table.read();
  const values = await Promise.all(keys.map((key) => cache.get(key)));
  const same = keys.filter((key, index) => stored.get(key) === values[index]).length;
  console.log(`${when}: ${stored.size} rows, ${same} of them with the last value of their key`);
}
