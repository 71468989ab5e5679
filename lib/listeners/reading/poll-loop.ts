import { errorKind } from '../../redis/errors/error-kind.js';
import { RetryDelays } from '../../redis/errors/retry-delays.js';
import { loopBackoff } from '../../time/backoff.js';
import type { Clock } from '../../time/clock.js';
import { systemClock } from '../../time/system-clock.js';
import { guardLoop } from '../../time/guard-loop.js';
import type { ListenerObserver, ListenerBackoff } from '../listener.js';
import { LoopLiveness } from '../../time/loop-liveness.js';

/** A clock that is set must not show a longer rest than there can be. */
const longestRestInMs = loopBackoff.maximumInMs;

/** What another node has is asked for there soon, and only reported when it stays out of reach. */
const quietFailures = 20;

export interface PollLoopOptions {
  /**
   * Looks once, and takes what is there. Resolves with what is wrong although it could go on, such as one
   * bad key of several, else with undefined. May throw anything.
   */
  readonly turn: (signal: AbortSignal) => Promise<unknown>;
  readonly observer: ListenerObserver;
  readonly clock: Clock;
}

/** Takes turns until it is stopped. No error ends it: it is reported, and the next turn comes after a rest. */
export class PollLoop {
  /** Resolves after the first turn that succeeded, or when the loop is stopped. */
  readonly started: Promise<void>;
  /** Whether it goes on; a turn says there what it waits for. */
  readonly liveness = new LoopLiveness();
  private readonly stopping = new AbortController();
  private failures = 0;
  private readonly retries = new RetryDelays();
  private restsUntil = 0;
  private ended: Promise<void> = Promise.resolve();
  private onStarted: (() => void) | undefined;

  constructor(private readonly options: PollLoopOptions) {
    this.started = new Promise((resolve) => (this.onStarted = resolve));
  }

  /** Begins to take turns. */
  start(): void {
    this.ended = guardLoop(this.run(this.stopping.signal), this.liveness, this.options.observer);
  }

  /** Begins no further turn; `ended` resolves when the present one is over. */
  stop(): Promise<void> {
    this.stopping.abort();
    return this.ended;
  }

  /** How often it failed in a row, and when it tries again; undefined where the last turn went well. */
  get backoff(): ListenerBackoff | undefined {
    const { failures, restsUntil } = this;
    if (failures === 0) return undefined;
    const nextTryInMs = Math.min(Math.max(0, restsUntil - this.options.clock.now()), longestRestInMs);
    return { failures, nextTryInMs };
  }

  private async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      this.liveness.recordProgress();
      try {
        const flaw = await this.options.turn(signal);
        this.failures = 0;
        this.retries.reset();
        this.report(flaw, signal);
        if (this.onStarted) this.begun();
      } catch (error) {
        this.failures += 1;
        if (!signal.aborted) await this.restWhateverFails(error, signal);
      }
    }
    this.begun();
  }

  /** Once: to resolve a promise again is reported to Node, which takes longer than the rest of a turn. */
  private begun(): void {
    this.onStarted?.();
    this.onStarted = undefined;
  }

  private report(flaw: unknown, signal: AbortSignal): void {
    if (signal.aborted) return;
    if (flaw === undefined) this.options.observer.listening();
    else this.options.observer.cannotListen(flaw);
  }

  /** Rests also where the observer of the error throws: the loop goes on, but no longer counts as live. */
  private async restWhateverFails(error: unknown, signal: AbortSignal): Promise<void> {
    try {
      await this.rest(error, signal);
    } catch {
      this.liveness.fail();
      await systemClock.sleep(longestRestInMs, signal);
    }
  }

  private async rest(error: unknown, signal: AbortSignal): Promise<void> {
    const { observer, clock } = this.options;
    const delayInMs = this.retries.after(error);
    this.restsUntil = clock.now() + delayInMs;
    if (errorKind(error) !== 'elsewhere' || this.failures > quietFailures) observer.cannotListen(error);
    this.liveness.recordProgress(delayInMs);
    await clock.sleep(delayInMs, signal);
  }
}
