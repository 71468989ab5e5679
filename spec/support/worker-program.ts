import { RedisMessageModel } from '../../lib/messages/redis-message-model.js';
import { createRuntime } from '../../lib/create-runtime.js';
import { stopOnSignals } from '../../lib/runtime/stop-on-signals.js';
import { RedisListTrigger } from '../../lib/triggers/redis-list-trigger.js';
import { RedisStreamTrigger } from '../../lib/triggers/redis-stream-trigger.js';
import { realTime } from './real-time.js';

/**
 * A program of a user's, as a process of its own: it says `ready`, then a line for each message it
 * handled, and ends at SIGTERM. The connection is the setting `workerRedis`.
 */
class Worker {
  @RedisListTrigger({ connection: 'workerRedis', key: 'elements', count: 2 })
  async onElement(message: RedisMessageModel): Promise<void> {
    await handle(message);
  }

  @RedisStreamTrigger({ connection: 'workerRedis', key: 'entries', count: 2, claimIdleInMs: 500 })
  async onEntry(message: RedisMessageModel): Promise<void> {
    await handle(message);
  }
}

async function handle({ message }: RedisMessageModel): Promise<void> {
  // Long enough for the other processes to get their share.
  await realTime(2);
  process.stdout.write(`${message}\n`);
}

const runtime = await createRuntime({ handlers: [Worker], logger: false });
stopOnSignals(runtime);
await runtime.start();
process.stdout.write('ready\n');
