import { errorKind, type ErrorKind } from '../connection/error-kind.js';
import { backoffDelay, loopBackoff, type BackoffOptions } from '../time/backoff.js';
import type { Clock } from '../time/clock.js';
import type { ListenerObserver, Rest } from './listener.js';
import { Pulse } from './pulse.js';

/** A mistake of configuration is not mended within a second: such a loop tries less often. */
const configurationBackoff = { ...loopBackoff, minimumInMs: 1_000 };

/** A clock that is set must not show a longer rest than there can be. */
const longestRestInMs = loopBackoff.maximumInMs;

/** What another node has is asked for there soon, and only reported when it stays out of reach. */
const elsewhereBackoff = { minimumInMs: 20, maximumInMs: 200 };
const quietFailures = 20;

const backoffs: { readonly [Kind in ErrorKind]: BackoffOptions } = {
  transient: loopBackoff,
  repair: loopBackoff,
  elsewhere: elsewhereBackoff,
  configuration: configurationBackoff,
};

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
  /** Whether it goes on; a turn says there what it waits for. */
  readonly pulse = new Pulse();
  private readonly stopping = new AbortController();
  private failures = 0;
  private restsUntil = 0;
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

  /** How often it failed in a row, and when it tries again; undefined where the last turn went well. */
  get backoff(): Rest | undefined {
    const { failures, restsUntil } = this;
    if (failures === 0) return undefined;
    const nextTryInMs = Math.min(Math.max(0, restsUntil - this.parts.clock.now()), longestRestInMs);
    return { failures, nextTryInMs };
  }

  private async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      this.pulse.beat();
      try {
        const flaw = await this.parts.turn(signal);
        this.failures = 0;
        this.report(flaw, signal);
        this.onStarted();
      } catch (error) {
        this.failures += 1;
        if (!signal.aborted) await this.rest(error, signal);
      }
    }
    this.onStarted();
  }

  private report(flaw: unknown, signal: AbortSignal): void {
    if (signal.aborted) return;
    if (flaw === undefined) this.parts.observer.listening();
    else this.parts.observer.disturbed(flaw);
  }

  private async rest(error: unknown, signal: AbortSignal): Promise<void> {
    const { observer, clock } = this.parts;
    const kind = errorKind(error);
    const delayInMs = backoffDelay(this.failures, backoffs[kind]);
    this.restsUntil = clock.now() + delayInMs;
    if (kind !== 'elsewhere' || this.failures > quietFailures) observer.disturbed(error);
    this.pulse.beat(delayInMs);
    await clock.sleep(delayInMs, signal);
  }
}
