import { recordDecoration } from './record-decoration.js';

/**
 * Tries a failed invocation again in this process, each time after the same delay: the trigger option `retry`
 * with the strategy `fixedDelay`, as a decorator. On a method: for its functions. On a class: for all functions
 * of the class that do not say their own.
 *
 * `maxRetryCount`: how often it is tried again; −1: for ever. `delay`: milliseconds, or a text as `'00:00:10'`.
 */
export function FixedDelayRetry(
  maxRetryCount: number,
  delay: number | string,
): ClassDecorator & MethodDecorator {
  const retry = { strategy: 'fixedDelay', maxRetryCount, delayIntervalInMs: delay };
  return recordDecoration({ decorator: 'FixedDelayRetry', retry });
}
