import type { ClassOrMethodDecorator } from './method-decorator.js';
import { recordDecoration } from './record-decoration.js';

/**
 * Retries a failed invocation in this process, each time after the same delay: the trigger option `retry` with the
 * strategy `fixedDelay`, as a decorator. On a method: for its functions. On a class: for all functions of the class
 * that do not specify their own.
 *
 * @param maxRetryCount how many times to retry, not counting the first attempt; −1: forever
 * @param delay the wait before each retry, in milliseconds or as a string such as `'00:00:10'`
 */
export function FixedDelayRetry(maxRetryCount: number, delay: number | string): ClassOrMethodDecorator {
  const retry = { strategy: 'fixedDelay', maxRetryCount, delayIntervalInMs: delay };
  return recordDecoration({ decorator: 'FixedDelayRetry', retry });
}
