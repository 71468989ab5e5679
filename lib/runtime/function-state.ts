import type { DescribeError } from '../errors/describe-error.js';
import type { EventBus } from '../events/event-bus.js';
import type { FunctionEvent } from '../events/runtime-events.js';
import type { FunctionDescriptor } from '../functions/function-descriptor.js';
import type { ListenerObserver } from '../listeners/listener.js';
import type { Logger } from '../logging/logger.js';
import type { DeadLetter } from '../messages/dead-letter.js';
import type { Gap, GapReason } from '../messages/gap.js';
import type { Failed, Outcome } from '../messages/outcome.js';
import { deliveryCountOf, type RawMessage } from '../messages/raw-message.js';
import type { Clock } from '../time/clock.js';
import { nextTick } from '../time/real-timers.js';
import type { InvocationEvents } from './invocation-events.js';
import type { FunctionHealth, FunctionHealthState, ListenerHealth } from './health.js';
import { RepeatedTexts } from './repeated-texts.js';

/** What a state is made of. */
export interface FunctionStateParts {
  readonly descriptor: FunctionDescriptor;
  /** What all events of the function say. */
  readonly subject: FunctionEvent;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly describeError: DescribeError;
  readonly events: EventBus;
  /** Tells of messages that were refused. */
  readonly told: Pick<InvocationEvents, 'refused'>;
  readonly hooks: StateHooks | undefined;
}

/** What the handler class itself is told. */
export interface StateHooks {
  deadLettered(deadLetter: DeadLetter): void;
  gap(gap: Gap): void;
}

/** How one function fares: keeps what health shows, and tells of what changes. */
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
  private gaps = 0;
  private duplicates = 0;
  private lastSuccessAt?: Date;
  /** Whether that is the date of the present turn of the event loop. */
  private isSuccessDated = false;
  private lastError?: FunctionHealth['lastError'];
  /** Whether it has ever listened. */
  private hasListened = false;
  /** What went wrong beside the listening, and is being tried again. */
  private readonly troubles = new Set<object>();

  private readonly refusals: RepeatedTexts;

  constructor(private readonly parts: FunctionStateParts) {
    this.refusals = new RepeatedTexts(parts.clock);
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
    const { subject, clock, events, descriptor } = this.parts;
    const afterInMs = clock.now() - this.changedAt;
    this.change('listening');
    if (this.hasListened) {
      events.emit('listenerRecovered', { ...subject, afterInMs });
    } else {
      this.hasListened = true;
      events.emit('functionStarted', { ...subject, sources: sourcesOf(descriptor), afterInMs });
    }
  }

  disturbed(thrown: unknown): void {
    const isLost = this.state === 'listening';
    if (isLost || this.state === 'starting') this.change('recovering');
    const error = this.remember(thrown);
    const { events, subject } = this.parts;
    if (isLost) events.emit('listenerLost', { ...subject, error });
    events.emit('listenerTroubled', { ...subject, error, prevents: true });
  }

  troubled(thrown: unknown, work?: object): void {
    const { events, subject } = this.parts;
    events.emit('listenerTroubled', { ...subject, error: this.remember(thrown), prevents: false });
    if (!work) return;
    if (this.troubles.size === 0 && this.state === 'listening') this.change('listening');
    this.troubles.add(work);
  }

  mended(work: object): void {
    const wasLast = this.troubles.delete(work) && this.troubles.size === 0;
    if (wasLast && this.state === 'listening') this.change('listening');
  }

  refused(message: RawMessage, failure: Failed): void {
    this.counts.failed += 1;
    const error = this.remember(failure.error);
    const { told, logger, subject } = this.parts;
    told.refused(message, failure);
    const { functionId, connection, server } = subject;
    const text = 'a message failed before it could be run';
    if (this.refusals.isNews(error.message)) logger.error({ functionId, connection, server, error }, text);
  }

  skipped(): void {
    this.duplicates += 1;
    const { logger, subject } = this.parts;
    logger.debug({ functionId: subject.functionId }, 'a message was skipped: its id was already handled');
  }

  lost(what: string, count = 0): void {
    this.lostCount += count;
    const { events, subject } = this.parts;
    events.emit('messagesLost', { ...subject, what, count, lostSoFar: this.lostCount });
  }

  gap(durationInMs: number, reason: GapReason): void {
    this.gaps += 1;
    const { clock, events, subject, descriptor, hooks } = this.parts;
    const until = clock.date();
    const gap: Gap = {
      functionId: descriptor.id,
      channel: descriptor.kind === 'pubsub' ? descriptor.channel : '',
      since: new Date(until.getTime() - durationInMs),
      until,
      durationInMs,
      reason,
    };
    events.emit('gap', { ...subject, ...gap });
    hooks?.gap(Object.freeze(gap));
  }

  recorded(deadLetter: DeadLetter): void {
    this.tell(deadLetter);
    this.parts.hooks?.deadLettered(deadLetter);
  }

  private tell({ message, source, reason, error, attempts, key, id }: DeadLetter): void {
    const { events, subject } = this.parts;
    events.emit('messageDeadLettered', {
      ...subject,
      source,
      ...(message.kind === 'stream' && { entryId: message.id }),
      attempt: attempts,
      deliveryCount: deliveryCountOf(message),
      reason,
      error,
      deadLetterKey: key,
      deadLetterId: id,
    });
  }

  /** Counts how invocations ended. */
  ended(outcomes: readonly Outcome[]): void {
    const before = this.counts.succeeded;
    for (const outcome of outcomes) {
      this.counts[outcome.status] += 1;
      if (outcome.status === 'failed') this.remember(outcome.error);
    }
    if (this.counts.succeeded > before && !this.isSuccessDated) this.dateSuccess();
  }

  /** What health shows of the function, together with what its listener says of itself. */
  health(listener: ListenerHealth, abandoned: number): FunctionHealth {
    const { since, lostCount, gaps, duplicates, lastSuccessAt, lastError } = this;
    const { succeeded, failed, dropped, postponed } = this.counts;
    const isTroubled = this.state === 'listening' && this.troubles.size > 0;
    return {
      state: isTroubled ? 'recovering' : this.state,
      since,
      ...listener,
      succeeded,
      failed,
      dropped,
      postponed,
      duplicates,
      abandoned,
      lost: lostCount,
      gaps,
      ...(lastSuccessAt !== undefined && { lastSuccessAt }),
      ...(lastError && { lastError }),
    };
  }

  /** Once for all that succeeds in one turn of the event loop: the date costs more than the rest of counting. */
  private dateSuccess(): void {
    this.lastSuccessAt = this.parts.clock.date();
    this.isSuccessDated = true;
    nextTick(() => (this.isSuccessDated = false));
  }

  /** How many messages were handled so far, however that ended. */
  get handled(): number {
    const { succeeded, failed, dropped, postponed } = this.counts;
    return succeeded + failed + dropped + postponed + this.duplicates;
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
}

function sourcesOf(descriptor: FunctionDescriptor): readonly string[] {
  return descriptor.kind === 'pubsub' ? [descriptor.channel] : descriptor.keys;
}
