import type { DescribeError, ErrorDescription } from '../../errors/describe-error.js';
import type { Outcome } from '../../messages/outcome.js';
import { signals } from '../../signals/signals.js';
import type { Clock } from '../../time/clock.js';
import { nextTick } from '../../time/real-timers.js';
import type { Pause } from './pause.js';
import type { FunctionHealth, FunctionHealthState, ListenerHealth } from './health.js';

export interface FunctionStateOptions {
  readonly clock: Pick<Clock, 'now' | 'date'>;
  readonly describeError: DescribeError;
}

/** How one function fares: what health shows of it. */
export class FunctionState {
  private current: FunctionHealthState = 'created';
  private pause: Pause | undefined;
  private since: Date;
  private changedAt: number;
  private readonly counts: Record<Outcome['status'], number> = {
    succeeded: 0,
    failed: 0,
    cancelled: 0,
    dropped: 0,
    postponed: 0,
  };
  private lostCount = 0;
  private gaps = 0;
  private duplicates = 0;
  /** When a message last succeeded, on the clock that durations are reckoned with. */
  private lastSuccessAt?: number;
  /** Whether that is the time of the present turn of the event loop. */
  private isSuccessTimed = false;
  private readonly endTurn = (): void => {
    this.isSuccessTimed = false;
  };
  private lastError?: FunctionHealth['lastError'];
  /** What went wrong beside the listening, and is being tried again. */
  private readonly failedWorks = new Set<object>();

  constructor(private readonly options: FunctionStateOptions) {
    this.since = options.clock.date();
    this.changedAt = options.clock.now();
  }

  starting(): void {
    if (this.current !== 'paused') this.change('starting');
  }

  stopped(): void {
    this.pause = undefined;
    this.change('stopped');
  }

  /** It reads nothing any more; called again when that changes in some way. */
  paused(pause: Pause): void {
    this.pause = pause;
    if (this.current !== 'paused') this.change('paused');
  }

  /** It is to read again. Gives for how long it was paused. */
  resumed(): number {
    const afterInMs = this.options.clock.now() - this.changedAt;
    this.pause = undefined;
    // They were works of the listener that is gone.
    this.failedWorks.clear();
    this.change('starting');
    return afterInMs;
  }

  /** It listens. Gives for how long it did not; undefined where it has listened before. Called often. */
  listening(): number | undefined {
    if (this.current === 'listening' || this.current === 'paused') return undefined;
    const afterInMs = this.options.clock.now() - this.changedAt;
    this.change('listening');
    return afterInMs;
  }

  /** It cannot listen. Gives whether it has listened until now. */
  cannotListen(): boolean {
    const isLost = this.current === 'listening';
    if (isLost || this.current === 'starting') this.change('recovering');
    return isLost;
  }

  /** This work has failed, and is tried again until it has `recovered`: meanwhile the function is `recovering`. */
  failed(work: object): void {
    if (this.failedWorks.size === 0) this.restart();
    this.failedWorks.add(work);
    signals.healthChanged.publish();
  }

  recovered(work: object): void {
    const wasLast = this.failedWorks.delete(work) && this.failedWorks.size === 0;
    if (wasLast) this.restart();
    signals.healthChanged.publish();
  }

  /** Counts a message that failed before it could be run. */
  turnedAway(): void {
    this.counts.failed += 1;
    signals.healthChanged.publish();
  }

  /** Counts a message whose id was handled before. */
  skipped(): void {
    this.duplicates += 1;
    signals.healthChanged.publish();
  }

  /** Counts messages that were lost. Gives how many were so far. */
  lost(count: number): number {
    this.lostCount += count;
    signals.healthChanged.publish();
    return this.lostCount;
  }

  /** Counts a time in which the subscription did not stand. */
  gap(): void {
    this.gaps += 1;
    signals.healthChanged.publish();
  }

  /** Counts how invocations ended. */
  ended(outcomes: readonly Outcome[]): void {
    const before = this.counts.succeeded;
    for (const outcome of outcomes) {
      this.counts[outcome.status] += 1;
      if (outcome.status === 'failed') this.remember(outcome.error);
    }
    if (this.counts.succeeded > before && !this.isSuccessTimed) this.timeSuccess();
    signals.healthChanged.publish();
  }

  /** Keeps what was wrong last. Gives its description. */
  remember(error: unknown): Omit<ErrorDescription, 'stack'> {
    const { stack, ...described } = this.options.describeError(error);
    this.lastError = { ...described, at: this.options.clock.date() };
    signals.healthChanged.publish();
    return described;
  }

  /** What health shows of the function, together with what its listener says of itself. */
  health(listener: ListenerHealth, abandoned: number): FunctionHealth {
    const { since, pause, lostCount, gaps, duplicates, lastSuccessAt, lastError } = this;
    const { succeeded, failed, dropped, postponed } = this.counts;
    const isRecovering = this.current === 'listening' && this.failedWorks.size > 0;
    return {
      state: isRecovering ? 'recovering' : this.current,
      since,
      ...(pause?.until && { until: pause.until }),
      ...(pause && { pausedBy: pause.by }),
      ...listener,
      succeeded,
      failed,
      dropped,
      postponed,
      duplicates,
      abandoned,
      lost: lostCount,
      gaps,
      ...(lastSuccessAt !== undefined && { lastSuccessAt: this.dateOf(lastSuccessAt) }),
      ...(lastError && { lastError }),
    };
  }

  /** How many messages were handled so far, however that ended. */
  get handled(): number {
    const { succeeded, failed, dropped, postponed } = this.counts;
    return succeeded + failed + dropped + postponed + this.duplicates;
  }

  /** Once for all that succeeds in one turn of the event loop: the time costs more than the rest of counting. */
  private timeSuccess(): void {
    this.lastSuccessAt = this.options.clock.now();
    this.isSuccessTimed = true;
    nextTick(this.endTurn);
  }

  private dateOf(time: number): Date {
    const { clock } = this.options;
    return new Date(clock.date().getTime() - (clock.now() - time));
  }

  private change(state: FunctionHealthState): void {
    this.current = state;
    this.since = this.options.clock.date();
    this.changedAt = this.options.clock.now();
    signals.healthChanged.publish();
  }

  /** Lets `since` begin again, because health shows `recovering` for a function that listens while other work fails. */
  private restart(): void {
    if (this.current === 'listening') this.change('listening');
  }
}
