import cluster, { type Worker } from 'node:cluster';
import { availableParallelism } from 'node:os';
import { stopOnSignals } from 'redis-triggers';
import { createOrdersRuntime } from './orders-runtime.js';

if (cluster.isPrimary) superviseWorkers(Number(process.env.WORKERS ?? availableParallelism()));
else await work();

async function work(): Promise<void> {
  const runtime = await createOrdersRuntime();
  // Ctrl-C reaches the workers as well as the primary. That both stop the runtime does no harm.
  stopOnSignals(runtime);
  cluster.worker?.once('disconnect', () => void runtime.stop());
  // The channel to the primary alone must not keep a worker that has stopped.
  process.channel?.unref();
  await runtime.start();
}

function superviseWorkers(count: number): void {
  let isStopping = false;
  const startWorker = (): void => {
    if (!isStopping) cluster.fork();
  };
  const stopWorkers = (): void => {
    isStopping = true;
    for (const worker of Object.values(cluster.workers ?? {})) if (worker) stopWorker(worker);
  };
  for (let started = 0; started < count; started++) startWorker();
  // A second later, so that a worker that cannot start does not do so in a hot loop. The timer keeps the primary alive,
  // because there may be no other worker.
  cluster.on('exit', () => {
    if (!isStopping) setTimeout(startWorker, 1_000);
  });
  process.once('SIGTERM', stopWorkers);
  process.once('SIGINT', stopWorkers);
}

function stopWorker(worker: Worker): void {
  worker.disconnect();
  // Longer than `shutdownTimeoutInMs`.
  setTimeout(() => worker.process.kill('SIGKILL'), 30_000).unref();
}
