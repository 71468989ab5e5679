import { isDeepStrictEqual } from 'node:util';
import type { Problem } from '../../errors/problem.js';
import type { DecorationMetadata } from '../../metadata/decoration-metadata.js';
import type { RetryOptions } from '../../triggers/retry-options.js';
import { intervalInMs } from './interval-text.js';
import { mustBeRetry } from './option-checks.js';

/** The retry that a decorator stands for. */
export interface DecoratedRetry {
  readonly decorator: string;
  readonly retry: RetryOptions;
}

/** What the retry decorators of the last level that has any say, checked as the option `retry` is. */
export function readRetry(
  levels: readonly (readonly DecorationMetadata[])[],
  place: string,
  problems: Problem[],
): DecoratedRetry | undefined {
  const given = levels
    .map((level) => level.filter((each) => 'retry' in each))
    .findLast((level) => level.length > 0);
  const retries = (given ?? []).map(({ decorator, retry }) => ({ decorator, retry: inMilliseconds(retry) }));
  for (const { decorator, retry } of retries) {
    const wrong = mustBeRetry(retry);
    if (wrong === undefined) continue;
    const what = `the decorator @${decorator} ${wrong}`;
    const remedy = "Write delays in milliseconds, or as '00:00:10'; a maxRetryCount of -1 retries forever.";
    problems.push({ code: 'OPTION_INVALID', place, what, remedy });
  }
  const [first, ...others] = retries.filter(({ retry }) => mustBeRetry(retry) === undefined);
  const other = others.find(({ retry }) => !isDeepStrictEqual(retry, first?.retry));
  if (first && other) {
    const what = `the decorators @${first.decorator} and @${other.decorator} disagree`;
    problems.push({ code: 'OPTION_CONFLICT', place, what });
  }
  return first as DecoratedRetry | undefined;
}

function inMilliseconds(retry: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const converted = Object.entries(retry).map(([name, value]) =>
    name.endsWith('InMs') ? [name, intervalInMs(value)] : [name, value],
  );
  return Object.fromEntries(converted) as Record<string, unknown>;
}
