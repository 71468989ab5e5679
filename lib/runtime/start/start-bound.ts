import { checkOptions } from '../../errors/check-options.js';
import type { Problem } from '../../errors/problem.js';
import { RedisTriggersError, throwProblems } from '../../errors/redis-triggers-error.js';
import { mustBeWholeNumber, type ValueCheck } from '../../errors/value-checks.js';
import type { Clock } from '../../time/clock.js';
import { longestTimerInMs } from '../../time/longest-timer.js';
import { whenAborted } from '../../time/when-aborted.js';
import type { FunctionHealth } from '../health/health.js';

/** What bounds a start. Without either it goes on until every function listens. */
export interface StartOptions {
  /** How long the start may take, in milliseconds. */
  readonly timeoutInMs?: number;
  /** Ends the start when it is aborted. */
  readonly signal?: AbortSignal;
}

const place = 'runtime.start';

/** Tells when a start has taken too long, or is not wanted any more. */
export class StartBound {
  private readonly over = new AbortController();
  private readonly done = new AbortController();
  private isLate = false;

  constructor(
    private readonly options: StartOptions,
    clock: Clock,
  ) {
    checkStartOptions(options);
    const { timeoutInMs, signal } = options;
    const end = (): void => this.over.abort();
    if (signal?.aborted) end();
    signal?.addEventListener('abort', end, { signal: this.done.signal });
    if (timeoutInMs === undefined) return;
    void clock.sleep(timeoutInMs, this.done.signal).then(() => {
      if (this.done.signal.aborted || this.over.signal.aborted) return;
      this.isLate = true;
      end();
    });
  }

  /** Resolves or rejects with the start; rejects with what keeps which function from listening once it is over. */
  async hold(start: Promise<void>, health: () => Readonly<Record<string, FunctionHealth>>): Promise<void> {
    // When the bound came first, nobody waits for what the stop makes of it.
    start.catch(() => undefined);
    const ended = whenAborted(this.over.signal).then(() => this.refuse(health()));
    try {
      await (this.over.signal.aborted ? ended : Promise.race([start, ended]));
    } finally {
      this.done.abort();
    }
  }

  private refuse(functions: Readonly<Record<string, FunctionHealth>>): never {
    const code = 'START_INCOMPLETE';
    const when = this.isLate ? `within ${this.options.timeoutInMs} ms` : 'before the start was aborted';
    const problems = Object.entries(functions)
      .filter(([, { state }]) => state !== 'listening' && state !== 'paused')
      .map(([id, { lastError }]): Problem => {
        const reason = lastError?.message ?? 'nothing went wrong so far';
        return { code, place: id, what: `it did not listen ${when}: ${reason}` };
      });
    const [first, ...others] = problems;
    if (first && others.length === 0) throw new RedisTriggersError(first);
    const what = `${problems.length || 'the'} functions did not listen ${when}`;
    throw new RedisTriggersError({ code, place, what }, { ...(first && { problems }) });
  }
}

const mustBeSignal: ValueCheck = (value) =>
  value instanceof AbortSignal ? undefined : 'must be an AbortSignal';

function checkStartOptions(options: StartOptions): void {
  const problems = checkOptions(options, {
    place,
    code: 'RUNTIME_OPTION_INVALID',
    checks: { timeoutInMs: mustBeWholeNumber(1, longestTimerInMs), signal: mustBeSignal },
    required: [],
  });
  throwProblems(problems, place);
}
