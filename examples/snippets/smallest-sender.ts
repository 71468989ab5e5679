import { createSender, defineList } from 'redis-triggers';

const orders = defineList('orders', { connection: 'redisLocalhost' });

const sender = createSender();
await sender.push(orders, 'two teas');
await sender.close();
