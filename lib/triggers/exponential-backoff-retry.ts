import { recordDecoration } from './record-decoration.js';

/**
 * Tries a failed invocation again in this process, after a delay that doubles with each try: the trigger option
 * `retry` with the strategy `exponentialBackoff`, as a decorator. On a method: for its functions. On a class:
 * for all functions of the class that do not say their own.
 *
 * `maxRetryCount`: how often it is tried again; −1: for ever. `minimum` and `maximum`: the first and the longest
 * delay, in milliseconds, or texts as `'00:00:10'`. Up to half of a delay is taken off at random, down to the
 * minimum.
 */
export function ExponentialBackoffRetry(
  maxRetryCount: number,
  minimum: number | string,
  maximum: number | string,
): ClassDecorator & MethodDecorator {
  const retry = {
    strategy: 'exponentialBackoff',
    maxRetryCount,
    minimumIntervalInMs: minimum,
    maximumIntervalInMs: maximum,
  };
  return recordDecoration({ decorator: 'ExponentialBackoffRetry', retry });
}
