import { RetryDelays } from '../connection/retry-delays.js';
import type { Clock } from '../time/clock.js';
import type { ListenerObserver } from './listener.js';

/** What a loop is made of. */
export interface PollLoopParts {
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
  private readonly stopping = new AbortController();
  private ended: Promise<void> = Promise.resolve();
  private onStarted: () => void = () => undefined;

  constructor(private readonly parts: PollLoopParts) {
    this.started = new Promise((resolve) => (this.onStarted = resolve));
  }

  /** Begins to take turns. */
  start(): void {
    this.ended = this.run(this.stopping.signal);
  }

  /** Begins no further turn; `ended` resolves when the present one is over. */
  stop(): Promise<void> {
    this.stopping.abort();
    return this.ended;
  }

  private async run(signal: AbortSignal): Promise<void> {
    const retries = new RetryDelays();
    while (!signal.aborted) {
      try {
        const flaw = await this.parts.turn(signal);
        retries.reset();
        this.report(flaw, signal);
        this.onStarted();
      } catch (error) {
        if (!signal.aborted) await this.rest(error, retries.after(error), signal);
      }
    }
    this.onStarted();
  }

  private report(flaw: unknown, signal: AbortSignal): void {
    if (signal.aborted) return;
    if (flaw === undefined) this.parts.observer.listening();
    else this.parts.observer.disturbed(flaw);
  }

  private async rest(error: unknown, restInMs: number, signal: AbortSignal): Promise<void> {
    const { observer, clock } = this.parts;
    observer.disturbed(error);
    await clock.sleep(restInMs, signal);
  }
}
