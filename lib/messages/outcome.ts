/** How an invocation ended for one message. */
export type Outcome = Succeeded | Failed | Cancelled | Dropped | Postponed;

/** The handler returned. */
export interface Succeeded {
  readonly status: 'succeeded';
}

/** The handler threw at its last attempt, or the message cannot be handled at all. */
export interface Failed {
  readonly status: 'failed';
  /** In a word, as dead letters show it. */
  readonly reason: FailureReason;
  readonly error: unknown;
  /** How often the handler was tried; 0 when it never was. */
  readonly attempts: number;
}

/** A stop ended the invocation: the message was not handled, and nothing is wrong with it. */
export interface Cancelled {
  readonly status: 'cancelled';
}

/** The handler threw a `Drop`: there is nothing to do for the message. */
export interface Dropped {
  readonly status: 'dropped';
}

/** The handler threw a `RetryLater`, or another invocation has the message's id: it is to be delivered again. */
export interface Postponed {
  readonly status: 'postponed';
  /** Whether another invocation has its id, here or in another process. */
  readonly isBusy?: boolean;
  /** Not before this time has passed, in milliseconds. */
  readonly delayInMs: number;
}

/**
 * Why a message failed. `handler-failed`: the handler threw. `timed-out`: the last attempt, or the validation of
 * the payload, took longer than `timeLimitInMs`. `payload-invalid`: the message could not be decoded or validated. `rejected`: the handler threw a
 * `Reject`. `stopped`: the handler had not ended when a stop had to. `too-many-deliveries`: no process that took the
 * message ever acknowledged it. Of these, `payload-invalid` and `rejected` are never delivered again.
 */
export type FailureReason =
  'handler-failed' | 'timed-out' | 'payload-invalid' | 'rejected' | 'stopped' | 'too-many-deliveries';

/** What to do about each outcome of a message; one without its line does not compile. */
export type OutcomeActions<Message, Result> = {
  readonly [Status in Outcome['status']]: (
    message: Message,
    outcome: Extract<Outcome, { status: Status }>,
  ) => Result;
};

export const succeeded: Succeeded = Object.freeze({ status: 'succeeded' });
export const cancelled: Cancelled = Object.freeze({ status: 'cancelled' });
export const dropped: Dropped = Object.freeze({ status: 'dropped' });

/** Does for a message what its outcome asks for. */
export function actOn<Message, Result>(
  actions: OutcomeActions<Message, Result>,
  message: Message,
  outcome: Outcome,
): Result {
  const act = actions[outcome.status] as (message: Message, outcome: Outcome) => Result;
  return act.call(actions, message, outcome);
}

/** Whether no further delivery can help. */
export function isFinal({ reason }: Failed): boolean {
  return reason === 'payload-invalid' || reason === 'rejected';
}

export function isSucceeded({ status }: Outcome): boolean {
  return status === 'succeeded';
}
