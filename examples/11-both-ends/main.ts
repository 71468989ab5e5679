import 'reflect-metadata';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createRuntime, createSender } from 'redis-triggers';
import { eventually } from '../support/eventually.js';
import { openRedis, redisUrl } from '../support/redis.js';
import { createShop } from './web.js';
import { Worker } from './worker.js';

// Both ends are in one process here; they share nothing but their definitions.
const connections = { redisLocalhost: redisUrl };
const redis = await openRedis();
const sender = createSender({ connections });
const shop = createShop(sender).listen(0, '127.0.0.1');
await once(shop, 'listening');
const { port } = shop.address() as AddressInfo;

for (const body of [
  '{"id":1,"article":"green tea","cups":2}',
  '{"id":2,"article":"chai","cups":0}',
  'tea!',
]) {
  const response = await fetch(`http://127.0.0.1:${port}/orders`, { method: 'POST', body });
  console.log(`${body} → ${response.status} ${await response.text()}`);
}

const runtime = await createRuntime({ handlers: [Worker], connections });
await runtime.start();
await eventually(async () => (await redis.xlen('example11:receipts')) === 1);
for (const [, fields] of await redis.xrange('example11:receipts', '-', '+')) console.log(fields.join(' '));

await runtime.stop();
await sender.close();
shop.close();
await redis.del('example11:receipts');
redis.disconnect();
