import { errorCodes, type ErrorCode } from './error-codes.js';
import { formatProblem, type Problem } from './problem.js';

/**
 * The error that `createRuntime` and a runtime throw and log for anything wrong with the program, its connections or
 * its messages. Errors of handlers and of Redis are passed on as they are.
 */
export class RedisTriggersError extends Error {
  override readonly name = 'RedisTriggersError';
  /** The kind of error; `docs/errors.md` explains each code. */
  readonly code: ErrorCode;
  /** Where the error is: a function (`Orders.onOrder`), a connection's name, a file. */
  readonly place: string;
  /** How to fix it. */
  readonly remedy: string;
  /** The individual problems behind `CONFIGURATION_INVALID`; otherwise, this error alone. */
  readonly problems: readonly Problem[];

  constructor(problem: Problem, options: { cause?: unknown; problems?: readonly Problem[] } = {}) {
    const { problems = [problem] } = options;
    const lines = problems.length > 1 ? problems.map((each) => `\n  - ${formatProblem(each)}`) : [];
    super(formatProblem(problem) + lines.join(''), 'cause' in options ? { cause: options.cause } : undefined);
    this.code = problem.code;
    this.place = problem.place;
    this.remedy = problem.remedy ?? errorCodes[problem.code].remedy;
    this.problems = problems;
  }
}

/** Throws all problems as one error; does nothing when there is none. */
export function throwProblems(problems: readonly Problem[], place = 'createRuntime'): void {
  const [first] = problems;
  if (!first) return;
  if (problems.length === 1) throw new RedisTriggersError(first);
  const what = `${problems.length} problems`;
  throw new RedisTriggersError({ code: 'CONFIGURATION_INVALID', place, what }, { problems });
}
