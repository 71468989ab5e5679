import type { Listener, ListenerBackoff, ListenerObserver, StopPhases } from '../../listeners/listener.js';
import { retryUntil } from '../../redis/errors/retry-until.js';
import type { Clock } from '../../time/clock.js';
import type { LoopLiveness } from '../../time/loop-liveness.js';
import { untilSettled } from '../../time/until-settled.js';
import { whenAborted } from '../../time/when-aborted.js';
import type { FunctionSchedule } from '../stop/function-schedule.js';

/** A listener with the clients that only it uses. */
export interface MadeListener {
  readonly listener: Listener;
  /** Ends what it subscribed to; called as soon as it stops. Never rejects. */
  readonly unsubscribe: () => Promise<void>;
  /** Closes its connections; called when it has stopped. */
  readonly close: () => void;
}

export interface PausableListenerOptions {
  readonly make: () => MadeListener;
  readonly schedule: FunctionSchedule;
  readonly observer: Pick<ListenerObserver, 'cannotListen' | 'failed'>;
  readonly clock: Clock;
  /** Whether it begins paused: then no connection is opened before it is resumed. */
  readonly isPaused: boolean;
}

/**
 * The listener of a function that can be paused. A pause stops the listener that there is, as the stop of a runtime would
 * but without its deadline; then another one is made, which begins when the last has ended, so that never two of them read.
 *
 * ```
 *   idle ──start, resume──▶ beginning ──▶ listening
 *    ▲                           │            │
 *    └───────── leaving ◀──pause─┴────────────┘
 * ```
 */
export class PausableListener implements Listener {
  private current: MadeListener | undefined;
  /** What was paused, and has not ended yet. */
  private leaving: MadeListener | undefined;
  private left: Promise<void> = Promise.resolve();
  private beginning: Promise<void> | undefined;
  private isPaused: boolean;
  private isStopped = false;

  constructor(private readonly options: PausableListenerOptions) {
    this.isPaused = options.isPaused;
    // At once, because what cannot be made is to end the start before anything connects.
    if (!this.isPaused) this.current = options.make();
  }

  /** Resolves when it listens, or is paused. */
  start(): Promise<void> {
    return this.isPaused ? Promise.resolve() : this.begin();
  }

  /** Reads nothing more. Resolves when what ran has ended and what waited went back. */
  pause(): Promise<void> {
    this.isPaused = true;
    const { current } = this;
    if (current) this.left = this.leave(current);
    return this.left;
  }

  /**
   * Reads again, once what the pause waits for has ended. Resolves when it listens, or is paused or stopped again; rejects
   * as `start` does.
   */
  resume(): Promise<void> {
    if (!this.isPaused) return this.beginning ?? Promise.resolve();
    this.isPaused = false;
    return this.begin();
  }

  async stop(phases: StopPhases): Promise<void> {
    this.isStopped = true;
    await Promise.all([this.left, this.current?.listener.stop(phases)]);
  }

  async caughtUp(signal: AbortSignal): Promise<void> {
    await untilSettled(this.left, signal);
    if (this.beginning) await untilSettled(this.beginning, signal);
    await this.current?.listener.caughtUp(signal);
  }

  readSoon(): void {
    this.current?.listener.readSoon?.();
  }

  claimSoon(): void {
    this.current?.listener.claimSoon?.();
  }

  get isStandby(): boolean | undefined {
    return this.current?.listener.isStandby;
  }

  get owes(): boolean {
    return this.busy?.owes ?? false;
  }

  get inFlight(): number {
    return this.busy?.inFlight ?? 0;
  }

  get waiting(): number {
    return this.busy?.waiting ?? 0;
  }

  /** Those of a listener that is leaving do not turn any more, and nothing is wrong with that. */
  get loops(): readonly LoopLiveness[] {
    return this.current?.listener.loops ?? [];
  }

  get backoff(): ListenerBackoff | undefined {
    return this.current?.listener.backoff;
  }

  private get busy(): Listener | undefined {
    return (this.current ?? this.leaving)?.listener;
  }

  private get isWanted(): boolean {
    return !this.isPaused && !this.isStopped;
  }

  private begin(): Promise<void> {
    return (this.beginning ??= this.beginWhileWanted().finally(() => (this.beginning = undefined)));
  }

  /** A pause ends the start of a listener, and a resume that follows at once wants another one. */
  private async beginWhileWanted(): Promise<void> {
    while (this.isWanted) {
      const made = this.current ?? (await this.makeNext());
      // A listener that was stopped before it began must not begin.
      if (!made || made !== this.current || this.isStopped) continue;
      await made.listener.start();
      if (made === this.current) return;
    }
  }

  /** Nobody waits for a resume that comes by itself: what a connection function throws is tried again. */
  private async makeNext(): Promise<MadeListener | undefined> {
    const { schedule, observer, clock, make } = this.options;
    await this.left;
    if (!this.isWanted) return undefined;
    schedule.resume();
    const until = schedule.stopping;
    const onFailure = (error: unknown): void => observer.cannotListen(error);
    // eslint-disable-next-line @typescript-eslint/require-await -- what `make` throws is to be a rejection
    return retryUntil(async () => (this.current = make()), { clock, until, onFailure });
  }

  private async leave(made: MadeListener): Promise<void> {
    const { schedule, observer } = this.options;
    this.current = undefined;
    this.leaving = made;
    const phases = schedule.pause();
    const stopped = made.listener.stop(phases).catch((error: unknown) => observer.failed(error));
    const ended = Promise.all([stopped, made.unsubscribe()]);
    await Promise.race([ended, whenAborted(phases.deadline)]);
    phases.end();
    this.leaving = undefined;
    try {
      made.close();
    } catch (error) {
      // A client of a connection function may have methods of its own.
      observer.failed(error);
    }
  }
}
