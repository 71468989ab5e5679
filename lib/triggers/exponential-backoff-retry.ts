import type { ClassOrMethodDecorator } from './method-decorator.js';
import { recordDecoration } from './record-decoration.js';

/**
 * Retries a failed invocation in this process, after a delay that doubles each time: the trigger option `retry` with
 * the strategy `exponentialBackoff`, as a decorator. On a method: for its functions. On a class: for all functions of
 * the class that do not specify their own.
 *
 * @param maxRetryCount how many times to retry, not counting the first attempt; −1: forever
 * @param minimum the first delay, in milliseconds or as a string such as `'00:00:10'`
 * @param maximum the longest delay, likewise. Up to half of a delay is taken off at random, but never below `minimum`
 */
export function ExponentialBackoffRetry(
  maxRetryCount: number,
  minimum: number | string,
  maximum: number | string,
): ClassOrMethodDecorator {
  const retry = {
    strategy: 'exponentialBackoff',
    maxRetryCount,
    minimumIntervalInMs: minimum,
    maximumIntervalInMs: maximum,
  };
  return recordDecoration({ decorator: 'ExponentialBackoffRetry', retry });
}
