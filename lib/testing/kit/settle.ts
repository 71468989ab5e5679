import { setMaxListeners } from 'node:events';
import type { RunningFunction } from '../../runtime/functions/running-function.js';

/**
 * Resolves with true when every message that was sent is handled, those too that handlers sent meanwhile, and
 * no hook runs; with false when `signal` is aborted first. Nothing is waited for but events: what was postponed,
 * or waits for its redelivery, counts as handled until its time has come.
 *
 * The functions catch up side by side, so one may look before another sends something on. It is over when
 * nothing was handled twice in a row: what the first of the two rounds still waited for, such as a dead
 * letter or an acknowledgement, the second one sees.
 */
export async function settle(running: readonly RunningFunction[], signal: AbortSignal): Promise<boolean> {
  // Each function waits at it, and Node.js warns from the eleventh on.
  setMaxListeners(0, signal);
  for (let quietRounds = 0; quietRounds < 2;) {
    const before = handledBy(running);
    await Promise.all(running.map(({ listener }) => listener.caughtUp(signal)));
    // Hooks may send something as well.
    await Promise.all(running.flatMap(({ hooks }) => hooks?.whenEnded(signal) ?? []));
    if (signal.aborted) return false;
    const isQuiet = before === handledBy(running) && running.every(({ listener }) => listener.inFlight === 0);
    quietRounds = isQuiet ? quietRounds + 1 : 0;
  }
  return true;
}

/** How many messages were handled so far, however that ended. */
function handledBy(running: readonly RunningFunction[]): number {
  return running.reduce((sum, { state }) => sum + state.handled, 0);
}
