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

function warn(): void {
  for (const { runtime, logger } of made) {
    if (runtime.deref()?.health().state === 'created')
      logger.warn({}, 'the program ends, and its runtime was never started: call start()');
  }
  made.clear();
}
