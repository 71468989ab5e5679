import type { Problem } from '../errors/problem.js';
import { RedisTriggersError } from '../errors/redis-triggers-error.js';

/** What became of one message. */
export interface SendResult {
  /** `sent`: Redis has taken it. `notSent`: it has not. `unknown`: the answer did not come, so that it may have. */
  readonly status: 'sent' | 'notSent' | 'unknown';
  /** What Redis answered: the length of the list, the id of the entry, the number of receivers. */
  readonly reply?: string | number;
  /** Why it was not sent, or may not have been; of an invalid message, what is wrong with it. */
  readonly error?: unknown;
}

/** The error of a sender: SEND_INVALID or SEND_FAILED, and what became of each message. */
export class SendError extends RedisTriggersError {
  /** Whether any of the messages may be in Redis. False: to send them again makes no duplicates. */
  readonly mayHaveBeenSent: boolean;

  /** @internal */
  constructor(
    problem: Problem,
    /** One for each message, in their order. */
    readonly results: readonly SendResult[],
    options: { cause?: unknown; problems?: readonly Problem[] } = {},
  ) {
    super(problem, options);
    this.mayHaveBeenSent = results.some(({ status }) => status !== 'notSent');
  }
}
