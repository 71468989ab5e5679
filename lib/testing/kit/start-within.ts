import type { Runtime } from '../../runtime/runtime.js';
import { whenAborted } from '../../time/when-aborted.js';
import { listeningFailures } from './listening-failures.js';
import { within } from './within.js';

/** Starts a runtime. A runtime tries for ever; a test gives up, and says what was in the way. */
export async function startWithin(timeoutInMs: number, runtime: Runtime): Promise<void> {
  const started = runtime.start().then(() => true);
  // Where it is given up, it rejects because of the stop, and nobody listens any more.
  started.catch(() => undefined);
  const isStarted = await within(timeoutInMs, (expired) =>
    Promise.race([started, whenAborted(expired).then(() => false)]),
  );
  if (isStarted) return;
  const what = listeningFailures(runtime.health()).join(', ');
  await runtime.stop();
  const hint = 'ioredis cannot connect while fake timers replace process.nextTick.';
  throw new Error(`not started after ${timeoutInMs} ms: ${what}. ${hint}`);
}
