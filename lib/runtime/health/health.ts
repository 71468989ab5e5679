import type { ErrorDescription } from '../../errors/describe-error.js';
import type { ListenerBackoff } from '../../listeners/listener.js';
import type { PauseHolder } from './pause.js';

/** The state of a runtime. */
export type RuntimeState = 'created' | 'starting' | 'running' | 'stopping' | 'stopped';

/**
 * The state of a function. `recovering`: it cannot listen at the moment, and keeps trying on its own. `paused`: it reads
 * nothing until it is resumed; invocations may still run.
 */
export type FunctionHealthState = 'created' | 'starting' | 'listening' | 'recovering' | 'paused' | 'stopped';

/** The health of a function's listener. */
export interface ListenerHealth {
  /** Whether it makes progress; also true while Redis is down and it keeps trying. */
  readonly live: boolean;
  /** How many invocations are running at the moment. */
  readonly inFlight: number;
  /** How many messages or batches were taken and wait for one of the `concurrency` permits. */
  readonly waiting: number;
  /** Set while it cannot listen: how often it failed in a row, and the time until the next attempt. */
  readonly backoff?: ListenerBackoff;
  /** Only with `rateLimit`: whether it waits because its rate is reached. */
  readonly rateLimited?: boolean;
  /** Only for an exclusive function: whether another process handles its messages. */
  readonly standby?: boolean;
}

/** The health of a function. Contains no secret and nothing of any message. Counts are since the start. */
export interface FunctionHealth extends ListenerHealth {
  readonly state: FunctionHealthState;
  /** Since when it is in this state. */
  readonly since: Date;
  /** Only while it is paused: when it is resumed by itself, where that was told. */
  readonly until?: Date;
  /** Only while it is paused: by whom. */
  readonly pausedBy?: readonly PauseHolder[];
  /** How many messages were handled successfully. */
  readonly succeeded: number;
  /** How many invocations failed with no retry to follow, counted per message. */
  readonly failed: number;
  /** How many messages were discarded with a `Drop`. */
  readonly dropped: number;
  /** How many times a message was postponed with a `RetryLater`. */
  readonly postponed: number;
  /** How many messages were skipped because their id was already handled; only with `deduplicate`. */
  readonly duplicates: number;
  /** How many handlers and validations are still running although their `timeLimitInMs` has passed. */
  readonly abandoned: number;
  /** How many messages are lost, such as those dropped by a full buffer, or may be: a pop whose reply was lost. */
  readonly lost: number;
  /** How many times the subscription was lost and restored; always 0 for lists and streams. */
  readonly gaps: number;
  readonly lastSuccessAt?: Date;
  /** The last error, of the listener or of an invocation. */
  readonly lastError?: Omit<ErrorDescription, 'stack'> & { readonly at: Date };
}

/** The health of a runtime. */
export interface RuntimeHealth {
  readonly state: RuntimeState;
  /**
   * Whether every listener has made progress within 30 s (longer where a longer wait was configured). False:
   * restarting the process may help. Also false once the runtime is stopped.
   */
  readonly live: boolean;
  /** Whether every function listens, but for those that are paused. */
  readonly ready: boolean;
  /** By function id. */
  readonly functions: Readonly<Record<string, FunctionHealth>>;
}
