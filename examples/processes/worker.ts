import { stopOnSignals } from 'redis-triggers';
import { createOrdersRuntime } from './orders-runtime.js';

const runtime = await createOrdersRuntime();
stopOnSignals(runtime); // SIGTERM and SIGINT: take nothing more, finish what runs, give back the rest
await runtime.start();
