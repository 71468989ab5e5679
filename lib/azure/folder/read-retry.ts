import { intervalInMs } from '../../functions/options/interval-text.js';
import { isObject } from '../../errors/value-checks.js';
import type { RetryOptions } from '../../triggers/retry-options.js';
import { member, wordMember } from './member.js';
import type { Complain } from './read-bindings.js';
import type { JsonObject } from './read-json-file.js';

/** The `retry` of a function.json as the option of a trigger; undefined where there is none or it is wrong. */
export function readRetry(written: unknown, complain: Complain): RetryOptions | undefined {
  if (written === undefined || written === null) return undefined;
  const retry = isObject(written) ? (written as JsonObject) : {};
  const maxRetryCount = Number(member(retry, 'maxRetryCount') ?? NaN);
  const strategy = wordMember(retry, 'strategy', '');
  const interval = (name: string): number => {
    const inMs = intervalInMs(member(retry, name));
    return typeof inMs === 'number' ? inMs : NaN;
  };
  const options: RetryOptions | undefined =
    strategy === 'fixeddelay'
      ? { strategy: 'fixedDelay', maxRetryCount, delayIntervalInMs: interval('delayInterval') }
      : strategy === 'exponentialbackoff'
        ? {
            strategy: 'exponentialBackoff',
            maxRetryCount,
            minimumIntervalInMs: interval('minimumInterval'),
            maximumIntervalInMs: interval('maximumInterval'),
          }
        : undefined;
  if (options && !Object.values(options).some((each) => Number.isNaN(each))) return options;
  complain(
    '"retry" is no retry policy',
    'Write a strategy of "fixedDelay" with delayInterval, or "exponentialBackoff" with minimumInterval and maximumInterval, each as "hh:mm:ss", and maxRetryCount.',
  );
  return undefined;
}
