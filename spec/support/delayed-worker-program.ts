import { createRuntime } from '../../lib/create-runtime.js';
import { StreamEntry } from '../../lib/messages/stream-entry.js';
import { stopOnSignals } from '../../lib/runtime/stop-on-signals.js';
import { RedisStreamTrigger } from '../../lib/triggers/redis-stream-trigger.js';

/** A program of a user's that listens to a stream, moves its delayed entries, and says the text of each that it handles. */
class Worker {
  @RedisStreamTrigger({ connection: 'workerRedis', key: 'entries', delayed: true, claimIdleInMs: 1_000 })
  onEntry(entry: StreamEntry): void {
    process.stdout.write(`handled ${String(entry.value('text'))}\n`);
  }
}

const runtime = await createRuntime({ handlers: [Worker], logger: false });
stopOnSignals(runtime);
await runtime.start();
process.stdout.write('ready\n');
