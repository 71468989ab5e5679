import { checkOptions } from '../../errors/check-options.js';
import { throwProblems } from '../../errors/redis-triggers-error.js';
import { mustBeWholeNumber } from '../../errors/value-checks.js';
import { longestTimerInMs } from '../../time/longest-timer.js';

/** How a function is paused. */
export interface PauseOptions {
  /** It is resumed by itself after so many milliseconds, at most about 24.8 days. Default: somebody has to resume it. */
  readonly forInMs?: number;
}

/** Throws RUNTIME_OPTION_INVALID where the options of a pause are wrong. */
export function checkPauseOptions(options: PauseOptions, place: string): void {
  const problems = checkOptions(options, {
    place,
    code: 'RUNTIME_OPTION_INVALID',
    checks: { forInMs: mustBeWholeNumber(1, longestTimerInMs) },
    required: [],
  });
  throwProblems(problems, place);
}
