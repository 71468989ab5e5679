import type { Clock } from '../time/clock.js';
import type { Failed } from '../messages/outcome.js';
import type { DeadLetterRecorder } from '../dead-letters/dead-letter-recorder.js';
import type { GapReason } from '../messages/gap.js';
import type { InvocationExecutor } from './invocation-executor.js';
import type { RawMessage } from '../messages/raw-message.js';
import type { LoopLiveness } from '../time/loop-liveness.js';

/** Takes the messages of one function from Redis and has them executed. */
export interface Listener {
  /** Resolves when it listens; rejects only with a problem that waiting cannot mend. */
  start(): Promise<void>;
  /**
   * Takes nothing more, and settles what it took: waits for what runs, gives back what was not started,
   * flushes what it owes to Redis. Resolves at the latest when `phases.deadline` is aborted; never rejects.
   */
  stop(phases: StopPhases): Promise<void>;
  /**
   * Resolves when everything that was in Redis at this call has been taken, handled and settled, without
   * waiting for a read to time out; or when `signal` is aborted. What a handler sends on is not waited for.
   */
  caughtUp(signal: AbortSignal): Promise<void>;
  /** Whether another process handles the messages of this function; only where one does at a time. */
  readonly isStandby?: boolean | undefined;
  /** Looks soon for what is pending; only where messages can be. */
  claimSoon?(): void;
  /** Ends a read that waits, so that the next one shows at once whether it listens; only where reads wait. */
  readSoon?(): void;
  /**
   * Whether a stop has more to do than to hear that nothing was taken: what runs or waits, and what has to be put where
   * it belongs. If not, a server that does not answer need not be waited for.
   */
  readonly owes: boolean;
  /** How many invocations have begun and not ended: those that run, and those that wait for a retry. */
  readonly inFlight: number;
  /** How many messages or batches were taken and wait here for their turn. */
  readonly waiting: number;
  /** One for each of its loops: whether it goes on. */
  readonly loops: readonly LoopLiveness[];
  /** Set while it cannot listen and tries again. */
  readonly backoff: ListenerBackoff | undefined;
}

/** The rest of a loop that failed. */
export interface ListenerBackoff {
  /** How often it failed in a row. */
  readonly failures: number;
  /** The time until the next try, in milliseconds; 0 while it tries, or waits for the connection. */
  readonly nextTryInMs: number;
}

/** The moments of a stop, each a signal that is aborted when it comes. */
export interface StopPhases {
  /** Handlers have had their time; those that still run are told by their own signal. */
  readonly giveUp: AbortSignal;
  /** What still runs is written off. */
  readonly writeOff: AbortSignal;
  /** The stop must be over. */
  readonly deadline: AbortSignal;
}

/** Who hears how a listener fares: the log and the health of its function. */
export interface ListenerObserver {
  /** It has just listened with success. Called often. */
  listening(): void;
  /** It could not listen; it goes on trying by itself. */
  cannotListen(error: unknown): void;
  /**
   * Something beside the listening went wrong, such as an acknowledgement. Where it is tried again, `work` is
   * what is tried: the function is `recovering` until that has `recovered`.
   */
  failed(error: unknown, work?: object): void;
  /** This work has succeeded, or was given up; also called where it had not failed. */
  recovered(work: object): void;
  /**
   * A subscription stands again; for `durationInMs` before that, it may have missed messages.
   *
   * @param blockedForInMs for how long the event loop had been blocked, if it had
   */
  gap(durationInMs: number, reason: GapReason, blockedForInMs?: number): void;
  /** A message failed before it could be run: counted and logged as an invocation that failed. */
  turnedAway(message: RawMessage, failure: Failed): void;
  /** Messages were lost, or may have been: how and, where it is known, how many. */
  lost(what: string, count?: number): void;
  /** What others held, who are gone, went back to this list or is claimed from this stream. Once for each look. */
  tookOver(source: string, from: readonly FormerHolder[]): void;
}

/** Somebody who held messages and is gone. */
export interface FormerHolder {
  readonly consumer: string;
  /** Its function; empty where that is not known. */
  readonly functionId: string;
  /** How many messages it held. */
  readonly count: number;
}

export interface ListenerOptions {
  readonly executor: InvocationExecutor;
  /** Decodes the payload of a message, for a function that orders by it. Rejects where the payload is not valid. */
  readonly payloadOf?: ((message: RawMessage) => Promise<unknown>) | undefined;
  readonly deadLetters: DeadLetterRecorder;
  readonly observer: ListenerObserver;
  readonly clock: Clock;
}
