import type { ErrorDescription } from '../errors/describe-error.js';

/** Where a runtime is in its life. */
export type RuntimeState = 'created' | 'starting' | 'running' | 'stopping' | 'stopped';

/** Where a function is: `recovering` means that something is wrong and it goes on by itself. */
export type FunctionHealthState = 'created' | 'starting' | 'listening' | 'recovering' | 'stopped';

/** How a function fares. Holds no secret and nothing of any message. */
export interface FunctionHealth {
  readonly state: FunctionHealthState;
  /** Since when it is in this state. */
  readonly since: Date;
  /** How many invocations have begun and not ended: those that run, and those that wait for a retry. */
  readonly inFlight: number;
  /** Of an exclusive function only: whether another process handles its messages. */
  readonly standby?: boolean;
  /** How many messages were handled with success. */
  readonly succeeded: number;
  /** How many messages failed for good. */
  readonly failed: number;
  /** How many messages a handler dropped by throwing a `Drop`. */
  readonly dropped: number;
  /** How often a handler postponed a message by throwing a `RetryLater`. */
  readonly postponed: number;
  /** How many handlers still run although their `timeLimitInMs` has passed. */
  readonly abandoned: number;
  /** How many messages are known to be lost, such as those a full buffer dropped. */
  readonly lost: number;
  readonly lastSuccessAt?: Date;
  /** What was wrong last, of the listener or of an invocation. */
  readonly lastError?: Omit<ErrorDescription, 'stack'> & { readonly at: Date };
}

/** How a runtime fares. */
export interface RuntimeHealth {
  readonly state: RuntimeState;
  /** Whether every function listens. */
  readonly ready: boolean;
  readonly functions: Readonly<Record<string, FunctionHealth>>;
}
