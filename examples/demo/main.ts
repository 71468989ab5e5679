import { setTimeout as sleep } from 'node:timers/promises';
import { createRuntime, stopOnSignals } from 'redis-triggers';
import { eventually } from '../support/eventually.js';
import { openRedis, redisUrl } from '../support/redis.js';
import { printFunctions } from './function-table.js';
import { handlers } from './handlers.js';
import { InvocationDisplay } from './invocation-display.js';
import { servePage } from './page.js';
import { printLine } from './print.js';
import { invocationsPerRound, Producer } from './producer.js';
import { rememberServer } from './traces.js';

const once = readArguments();
const stopping = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => stopping.abort());

(await openRedis()).disconnect();
const producer = new Producer();
await producer.whenReady();
const restoreServer = await rememberServer(producer.redis);

const display = new InvocationDisplay();
const runtime = await createRuntime({
  handlers,
  connections: { redisLocalhost: redisUrl },
  configureKeyspaceNotifications: true,
  middleware: [display.middleware],
  logger: display.logger,
});
stopOnSignals(runtime);
printFunctions(runtime.functions);

await runtime.start();
// With one round there is no time to look.
const closePage = once ? undefined : await servePage(runtime);
printLine(once ? '\nOne round of messages.' : '\nA round of messages every two seconds. Ctrl-C stops.');
printLine('On purpose the first attempt for coffee fails, and an order of no pieces is refused.\n');
if (once) await produceOnce();
else await produceUntilStopped();

printLine('\nStopping: what runs is finished, what was taken and not started is given back.');
closePage?.();
await runtime.stop();
await restoreServer().catch(() => printLine('Redis is gone, so the keys demo:* could not be removed.'));
producer.close();
const { succeeded, failedAttempts, refused } = display;
printLine(`Stopped. Succeeded: ${succeeded}, failed attempts: ${failedAttempts}, refused: ${refused}.`);

/** Whether it is to end after one round. Ends the program at a word that it does not know. */
function readArguments(): boolean {
  const unknown = process.argv.slice(2).find((word) => word !== '--once');
  if (unknown === undefined) return process.argv.includes('--once');
  console.error(
    `The demo does not know "${unknown}". It knows --once: one round of messages, and then the end.`,
  );
  process.exit(1);
}

async function produceOnce(): Promise<void> {
  await producer.produceRound();
  const isDone = (): boolean => display.succeeded >= invocationsPerRound && display.refused >= 1;
  await eventually(() => isDone() || stopping.signal.aborted);
}

async function produceUntilStopped(): Promise<void> {
  while (!stopping.signal.aborted) {
    await producer.produceRound().catch(() => printLine('The producer cannot reach Redis; it tries again.'));
    await sleep(2_000, undefined, { signal: stopping.signal }).catch(() => undefined);
  }
}
