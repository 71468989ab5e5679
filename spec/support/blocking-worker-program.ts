import { existsSync } from 'node:fs';
import { createRuntime } from '../../lib/create-runtime.js';
import { StreamEntry } from '../../lib/messages/stream-entry.js';
import { stopOnSignals } from '../../lib/runtime/stop-on-signals.js';
import { RedisStreamTrigger } from '../../lib/triggers/redis-stream-trigger.js';

const blocksInMs = Number(process.env.BLOCKS_IN_MS ?? 0);
const blocksUntil = process.env.BLOCKS_UNTIL_FILE;
const options = JSON.parse(process.env.STREAM_OPTIONS ?? '{}') as object;

/** Says which entry begins, and then blocks the event loop of its process as a long calculation does. */
class Worker {
  @RedisStreamTrigger({ connection: 'workerRedis', key: 'entries', claimIdleInMs: 500, ...options })
  onEntry({ id }: StreamEntry): void {
    process.stdout.write(`${id}\n`);
    const until = performance.now() + blocksInMs;
    while (performance.now() < until || (blocksUntil && !existsSync(blocksUntil)));
  }
}

const runtime = await createRuntime({ handlers: [Worker], logger: false });
stopOnSignals(runtime);
await runtime.start();
process.stdout.write('ready\n');
