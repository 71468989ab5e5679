import { createRuntime } from '../../lib/create-runtime.js';
import { RedisMessageModel } from '../../lib/messages/redis-message-model.js';
import { stopOnSignals } from '../../lib/runtime/stop-on-signals.js';
import { RedisListTrigger } from '../../lib/triggers/redis-list-trigger.js';
import { signalled } from './signalled.js';

const [, , messages = '', perMs = ''] = process.argv;

/**
 * A program of a user's with a rate for all its processes: it says `begun` with the time and the text of each element, and
 * `reached` when it first waits for its rate. The element `poison` ends it at once.
 */
class Worker {
  @RedisListTrigger({
    connection: 'workerRedis',
    key: 'elements',
    rateLimit: { messages: Number(messages), perMs: Number(perMs), scope: 'fleet' },
  })
  onElement({ message }: RedisMessageModel): void {
    process.stdout.write(`begun ${performance.timeOrigin + performance.now()} ${message}\n`);
    if (message === 'poison') process.kill(process.pid, 'SIGKILL');
  }
}

const runtime = await createRuntime({ handlers: [Worker], logger: false });
stopOnSignals(runtime);
await runtime.start();
process.stdout.write('ready\n');
await signalled('healthChanged', () => runtime.health().functions['Worker.onElement']?.rateLimited === true);
process.stdout.write('reached\n');
