import type { DescribeError } from '../errors/describe-error.js';
import type { FunctionDescriptor } from '../functions/function-descriptor.js';
import type { ListenerObserver } from '../listeners/listener.js';
import type { Logger } from '../logging/logger.js';
import type { Failed, Outcome } from '../messages/outcome.js';
import type { Clock } from '../time/clock.js';
import type { FunctionHealth, FunctionHealthState } from './health.js';

/** The same trouble is not logged more often than this. */
const repeatLogAfterInMs = 30_000;

/** What a state is made of. */
export interface FunctionStateParts {
  readonly descriptor: FunctionDescriptor;
  /** Where the connection leads, safe to show. */
  readonly server: string;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly describeError: DescribeError;
}

/** How one function fares: keeps what health shows, and logs what changes. */
export class FunctionState implements ListenerObserver {
  private state: FunctionHealthState = 'created';
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
  private lastSuccessAt?: Date;
  private lastError?: FunctionHealth['lastError'];
  /** Whether the present trouble was logged as a warning. */
  private announced = false;
  private readonly loggedAt = new Map<string, number>();
  /** What went wrong beside the listening, and is being tried again. */
  private readonly troubles = new Set<object>();

  constructor(private readonly parts: FunctionStateParts) {
    this.since = parts.clock.date();
    this.changedAt = parts.clock.now();
  }

  starting(): void {
    this.change('starting');
  }

  stopped(): void {
    this.change('stopped');
  }

  listening(): void {
    if (this.state === 'listening') return;
    const afterInMs = this.parts.clock.now() - this.changedAt;
    const text = this.state === 'recovering' ? 'the function listens again' : 'the function listens';
    // What was not announced, for it was said a moment ago, needs no all-clear either.
    const level = this.state === 'starting' || this.announced ? 'info' : 'debug';
    this.parts.logger[level]({ ...this.fields, afterInMs }, text);
    this.announced = false;
    this.change('listening');
  }

  disturbed(error: unknown): void {
    if (this.state === 'listening' || this.state === 'starting') this.change('recovering');
    if (this.warn(error, 'the function cannot listen and tries again')) this.announced = true;
  }

  troubled(error: unknown, work?: object): void {
    this.warn(error, 'something failed and will be tried again');
    if (!work) return;
    if (this.troubles.size === 0 && this.state === 'listening') this.change('listening');
    this.troubles.add(work);
  }

  mended(work: object): void {
    const wasLast = this.troubles.delete(work) && this.troubles.size === 0;
    if (wasLast && this.state === 'listening') this.change('listening');
  }

  refused(failure: Failed): void {
    this.counts.failed += 1;
    const { stack, ...error } = this.parts.describeError(failure.error);
    this.remember(failure.error);
    const text = 'a message failed before it could be run';
    if (this.isNews(`${text} ${error.message}`)) this.parts.logger.error({ ...this.fields, error }, text);
  }

  lost(what: string, count = 0): void {
    this.lostCount += count;
    if (this.isNews(what)) {
      this.parts.logger.error(
        { ...this.fields, count, lostSoFar: this.lostCount },
        `messages may be lost: ${what}`,
      );
    }
  }

  /** Counts how invocations ended. */
  ended(outcomes: readonly Outcome[]): void {
    const before = this.counts.succeeded;
    for (const outcome of outcomes) {
      this.counts[outcome.status] += 1;
      if (outcome.status === 'failed') this.remember(outcome.error);
    }
    if (this.counts.succeeded > before) this.lastSuccessAt = this.parts.clock.date();
  }

  health(inFlight: number, abandoned = 0): FunctionHealth {
    const { since, lostCount, lastSuccessAt, lastError } = this;
    const { succeeded, failed, dropped, postponed } = this.counts;
    const isTroubled = this.state === 'listening' && this.troubles.size > 0;
    return {
      state: isTroubled ? 'recovering' : this.state,
      since,
      inFlight,
      succeeded,
      failed,
      dropped,
      postponed,
      abandoned,
      lost: lostCount,
      ...(lastSuccessAt !== undefined && { lastSuccessAt }),
      ...(lastError && { lastError }),
    };
  }

  /** Logs an error, and says whether it did: the same one is not repeated at once. */
  private warn(error: unknown, text: string): boolean {
    const described = this.remember(error);
    const isNews = this.isNews(`${text} ${described.message}`);
    if (isNews) this.parts.logger.warn({ ...this.fields, error: described }, text);
    return isNews;
  }

  private get fields(): { functionId: string; connection: string; server: string } {
    const { descriptor, server } = this.parts;
    return { functionId: descriptor.id, connection: descriptor.connection, server };
  }

  private change(state: FunctionHealthState): void {
    this.state = state;
    this.since = this.parts.clock.date();
    this.changedAt = this.parts.clock.now();
  }

  private remember(error: unknown): ReturnType<DescribeError> {
    const { stack, ...described } = this.parts.describeError(error);
    this.lastError = { ...described, at: this.parts.clock.date() };
    return described;
  }

  /** Whether this was not said a moment ago: a disturbed loop would fill the log. */
  private isNews(text: string): boolean {
    const now = this.parts.clock.now();
    const last = this.loggedAt.get(text);
    if (last !== undefined && now - last < repeatLogAfterInMs) return false;
    for (const [said, at] of this.loggedAt) if (now - at >= repeatLogAfterInMs) this.loggedAt.delete(said);
    this.loggedAt.set(text, now);
    return true;
  }
}
