import type { Logger } from '../../logging/logger.js';
import type { Runtime } from '../runtime.js';

const made = new Set<{ readonly runtime: WeakRef<Runtime>; readonly logger: Logger }>();

/**
 * Says so where a program ends, because there is nothing left to do, with a runtime that was made and neither started nor
 * stopped: `start()` was forgotten, and nothing else would tell.
 */
export function warnIfNeverStarted(runtime: Runtime, logger: Logger): void {
  if (made.size === 0) process.once('beforeExit', warn);
  made.add({ runtime: new WeakRef(runtime), logger });
}

/** Once, however many there are: a program that only asks its runtimes needs no line for each. */
function warn(): void {
  const forgotten = [...made].find(({ runtime }) => runtime.deref()?.health().state === 'created');
  made.clear();
  forgotten?.logger.warn({}, 'the program ends, and its runtime was never started: call start()');
}
