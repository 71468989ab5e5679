import { createRuntime } from 'redis-triggers';
import { alertRules, grafanaDashboard, instrument, prometheus, traceFields } from 'redis-triggers/telemetry';
import { Orders } from './payload-free.js';

const runtime = await createRuntime({
  handlers: [Orders],
  connections: { redis: '127.0.0.1:1' },
  logger: false,
});
console.log(grafanaDashboard().title);
const attempts: (() => Promise<unknown>)[] = [
  () => instrument(runtime),
  () => prometheus(runtime),
  () => traceFields(),
  () => alertRules(),
];
for (const attempt of attempts) await attempt().catch((error: unknown) => console.log(String(error)));
await runtime.stop();
