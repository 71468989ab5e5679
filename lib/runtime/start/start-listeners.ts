import { RedisTriggersError, throwProblems } from '../../errors/redis-triggers-error.js';
import type { RunningFunction } from '../functions/running-function.js';

/** Resolves when all of them listen or are paused; rejects with every problem that waiting cannot mend. */
export async function startListeners(running: readonly RunningFunction[]): Promise<void> {
  const starts = running.map(({ state, listener }) => {
    state.starting();
    return listener.start();
  });
  const results = await Promise.allSettled(starts);
  const problems = results.flatMap((result) => {
    if (result.status === 'fulfilled') return [];
    if (!(result.reason instanceof RedisTriggersError)) throw result.reason;
    return result.reason.problems;
  });
  throwProblems(problems, 'start');
}
