import { createScaleMonitor, kedaManifests, startExternalScaler } from 'redis-triggers/scaling';
import { Orders } from './payload-free.js';

const connections = { redis: '127.0.0.1:1' };
const monitor = await createScaleMonitor({ handlers: [Orders], connections, logger: false, timeoutInMs: 1 });
const attempts: (() => Promise<unknown>)[] = [
  () => monitor.read('Orders.onOrder'),
  () => startExternalScaler({ monitor, port: 0 }),
  () => kedaManifests({ handlers: [Orders], connections, deployment: 'orders' }),
];
for (const attempt of attempts) await attempt().catch((error: unknown) => console.log(String(error)));
await monitor.close();
