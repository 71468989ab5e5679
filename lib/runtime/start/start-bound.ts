import { checkOptions } from '../../errors/check-options.js';
import type { Problem } from '../../errors/problem.js';
import { RedisTriggersError, throwProblems } from '../../errors/redis-triggers-error.js';
import { mustBeWholeNumber, type ValueCheck } from '../../errors/value-checks.js';
import type { FunctionDescriptor } from '../../functions/function-descriptor.js';
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

/** How far a start has come. */
export interface StartProgress {
  readonly functions: readonly Pick<FunctionDescriptor, 'id'>[];
  /** Of those that are made already. */
  readonly health: Readonly<Record<string, FunctionHealth>>;
  /** What all of them wait for, and why it does not come. */
  readonly obstacle?: string | undefined;
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
  async hold(start: Promise<void>, progress: () => StartProgress): Promise<void> {
    // When the bound came first, nobody waits for what the stop makes of it.
    start.catch(() => undefined);
    const ended = whenAborted(this.over.signal).then(() => this.refuse(progress()));
    try {
      await (this.over.signal.aborted ? ended : Promise.race([start, ended]));
    } finally {
      this.done.abort();
    }
  }

  private refuse({ functions, health, obstacle = 'nothing went wrong so far' }: StartProgress): never {
    const code = 'START_INCOMPLETE';
    const when = this.isLate ? `within ${this.options.timeoutInMs} ms` : 'before the start was aborted';
    const problems = functions.flatMap(({ id }): readonly Problem[] => {
      const own = health[id];
      if (own?.state === 'listening' || own?.state === 'paused') return [];
      const reason = own?.lastError?.message ?? obstacle;
      return [{ code, place: id, what: `it did not listen ${when}: ${reason}` }];
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
