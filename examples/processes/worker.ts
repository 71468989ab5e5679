import { stopOnSignals } from 'redis-triggers';
import { createOrdersRuntime } from './orders-runtime.js';

const runtime = await createOrdersRuntime();
stopOnSignals(runtime); // SIGTERM and SIGINT: take no more, let handlers finish, give back the rest
await runtime.start();
