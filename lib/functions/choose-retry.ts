import { isDeepStrictEqual } from 'node:util';
import type { Problem } from '../errors/problem.js';
import type { RetryOptions } from '../triggers/retry-options.js';
import type { Decorations } from './read-decorations.js';

/** The retry of a function: what is said of the function itself, which must agree; else of its class. */
export function chooseRetry(
  option: RetryOptions | undefined,
  { methodRetry, classRetry }: Decorations,
  place: string,
  problems: Problem[],
): RetryOptions | undefined {
  if (option && methodRetry && !isDeepStrictEqual({ ...option }, methodRetry.retry)) {
    const what = `the option "retry" and the decorator @${methodRetry.decorator} disagree`;
    problems.push({ code: 'OPTION_CONFLICT', place, what });
  }
  return option ?? methodRetry?.retry ?? classRetry?.retry;
}
