import type { ErrorDescription } from '../errors/describe-error.js';
import type { Rest } from '../listeners/listener.js';

/** Where a runtime is in its life. */
export type RuntimeState = 'created' | 'starting' | 'running' | 'stopping' | 'stopped';

/** Where a function is: `recovering` means that something is wrong and it goes on by itself. */
export type FunctionHealthState = 'created' | 'starting' | 'listening' | 'recovering' | 'stopped';

/** What the listener of a function says of itself. */
export interface ListenerHealth {
  /** Whether its loop turns, and what it waits for is alive; true as well while Redis is down and it tries again. */
  readonly live: boolean;
  /** How many invocations run at this moment. */
  readonly inFlight: number;
  /** How many messages or batches were taken and wait for one of the `concurrency` places. */
  readonly waiting: number;
  /** Set while it cannot listen and tries again: the failures in a row, and the time until the next try. */
  readonly backoff?: Rest;
  /** Of an exclusive function only: whether another process handles its messages. */
  readonly standby?: boolean;
}

/** How a function fares. Holds no secret and nothing of any message. */
export interface FunctionHealth extends ListenerHealth {
  readonly state: FunctionHealthState;
  /** Since when it is in this state. */
  readonly since: Date;
  /** How many messages were handled with success. */
  readonly succeeded: number;
  /** How many messages failed for good. */
  readonly failed: number;
  /** How many messages a handler dropped by throwing a `Drop`. */
  readonly dropped: number;
  /** How often a handler postponed a message by throwing a `RetryLater`. */
  readonly postponed: number;
  /** How many messages were skipped because their id was handled before: only with `deduplicate`. */
  readonly duplicates: number;
  /** How many handlers still run although their `timeLimitInMs` has passed. */
  readonly abandoned: number;
  /** How many messages are known to be lost, such as those a full buffer dropped. */
  readonly lost: number;
  /** How many times a subscription did not stand; always 0 but for pub/sub. */
  readonly gaps: number;
  readonly lastSuccessAt?: Date;
  /** What was wrong last, of the listener or of an invocation. */
  readonly lastError?: Omit<ErrorDescription, 'stack'> & { readonly at: Date };
}

/** How a runtime fares. */
export interface RuntimeHealth {
  readonly state: RuntimeState;
  /**
   * Whether the loop of every listener has turned within its bound, 30 s but for long waits that were asked
   * for. False means that to start the process again may help. False as well once the runtime is stopped.
   */
  readonly live: boolean;
  /** Whether every function listens. */
  readonly ready: boolean;
  readonly functions: Readonly<Record<string, FunctionHealth>>;
}
