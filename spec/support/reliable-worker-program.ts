import { createRuntime } from '../../lib/create-runtime.js';
import { RedisMessageModel } from '../../lib/messages/redis-message-model.js';
import { RetryLater } from '../../lib/messages/retry-later.js';
import { stopOnSignals } from '../../lib/runtime/stop-on-signals.js';
import { RedisListTrigger } from '../../lib/triggers/redis-list-trigger.js';
import { realTime } from './real-time.js';

/**
 * A program of a user's that handles a list at least once, as a process of its own: it says `ready`, then
 * `start` and `end` with the text of each element. The element `poison` ends it in the middle, `later` is to wait;
 * what begins with `block` blocks the event loop for longer than the lease, and
 * at `freeze` a worker with the setting `freezes` stops itself, so that no other handler is about to begin just then.
 */
class Worker {
  @RedisListTrigger({
    connection: 'workerRedis',
    key: 'elements',
    delivery: 'atLeastOnce',
    count: 4,
    concurrency: 2,
    prefetch: 4,
    claimIdleInMs: 400,
    maxDeliveryCount: Number(process.env['deliveries'] ?? 3),
  })
  async onElement({ message }: RedisMessageModel): Promise<void> {
    process.stdout.write(`start ${message}\n`);
    if (message === 'freeze' && process.env['freezes']) process.kill(process.pid, 'SIGSTOP');
    await realTime(5);
    if (message.startsWith('block')) block(700);
    if (message === 'later') throw new RetryLater({ delayInMs: 60_000 });
    if (message === 'poison') process.kill(process.pid, 'SIGKILL');
    process.stdout.write(`end ${message}\n`);
  }
}

/** As a handler that computes for longer than the lease lasts. */
function block(durationInMs: number): void {
  for (const end = performance.now() + durationInMs; performance.now() < end;);
}

const runtime = await createRuntime({ handlers: [Worker], logger: false });
stopOnSignals(runtime);
await runtime.start();
process.stdout.write('ready\n');
