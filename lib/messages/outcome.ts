/** How an invocation ended for one message. */
export type Outcome = Succeeded | Failed | Cancelled;

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

/** `handler-failed` may pass at another delivery; `payload-invalid` never will; `stopped`: it was not finished;
 * `too-many-deliveries`: no process that took it ever acknowledged it. */
export type FailureReason = 'handler-failed' | 'payload-invalid' | 'stopped' | 'too-many-deliveries';

export const succeeded: Succeeded = Object.freeze({ status: 'succeeded' });
export const cancelled: Cancelled = Object.freeze({ status: 'cancelled' });

export function isSucceeded({ status }: Outcome): boolean {
  return status === 'succeeded';
}
