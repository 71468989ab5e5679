import type { DescribeError } from '../errors/describe-error.js';
import type { EventBus } from '../events/event-bus.js';
import type { FunctionEvent } from '../events/runtime-events.js';
import type { FunctionDescriptor } from '../functions/function-descriptor.js';
import type { GapTimes, ListenerObserver } from '../listeners/listener.js';
import type { DeadLetter } from '../messages/dead-letter.js';
import type { Gap } from '../messages/gap.js';
import type { Outcome } from '../messages/outcome.js';
import { deliveryCountOf } from '../messages/raw-message.js';
import type { Clock } from '../time/clock.js';
import type { FunctionHealth, FunctionHealthState, ListenerHealth } from './health.js';

/** What a state is made of. */
export interface FunctionStateParts {
  readonly descriptor: FunctionDescriptor;
  /** What all events of the function say. */
  readonly subject: FunctionEvent;
  readonly clock: Clock;
  readonly describeError: DescribeError;
  readonly events: EventBus;
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
  private since: number;
  private succeeded = 0;
  private failed = 0;
  private lostCount = 0;
  private gaps = 0;
  private lastSuccessAt?: number;
  private lastError?: FunctionHealth['lastError'];
  /** Whether it has ever listened. */
  private hasListened = false;
  /** What went wrong beside the listening, and is being tried again. */
  private readonly troubles = new Set<object>();

  constructor(private readonly parts: FunctionStateParts) {
    this.since = parts.clock.now();
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
    const afterInMs = Math.max(0, clock.now() - this.since);
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

  lost(what: string, count = 0): void {
    this.lostCount += count;
    const { events, subject } = this.parts;
    events.emit('messagesLost', { ...subject, what, count, lostSoFar: this.lostCount });
  }

  gap({ since, until, reason }: GapTimes): void {
    this.gaps += 1;
    const { events, subject, descriptor, hooks } = this.parts;
    const gap: Gap = {
      functionId: descriptor.id,
      channel: descriptor.kind === 'pubsub' ? descriptor.channel : '',
      since: new Date(since),
      until: new Date(until),
      durationInMs: Math.max(0, until - since),
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
    for (const outcome of outcomes) {
      if (outcome.status === 'succeeded') this.succeeded += 1;
      if (outcome.status !== 'failed') continue;
      this.failed += 1;
      this.remember(outcome.error);
    }
    if (outcomes.some(({ status }) => status === 'succeeded')) this.lastSuccessAt = this.parts.clock.now();
  }

  /** What health shows of the function, together with what its listener says of itself. */
  health(listener: ListenerHealth): FunctionHealth {
    const { since, succeeded, failed, lostCount, gaps, lastSuccessAt, lastError } = this;
    const isTroubled = this.state === 'listening' && this.troubles.size > 0;
    return {
      state: isTroubled ? 'recovering' : this.state,
      since: new Date(since),
      ...listener,
      succeeded,
      failed,
      lost: lostCount,
      gaps,
      ...(lastSuccessAt !== undefined && { lastSuccessAt: new Date(lastSuccessAt) }),
      ...(lastError && { lastError }),
    };
  }

  /** How many messages were handled so far, with success or without. */
  get handled(): number {
    return this.succeeded + this.failed;
  }

  private change(state: FunctionHealthState): void {
    this.state = state;
    this.since = this.parts.clock.now();
  }

  private remember(error: unknown): ReturnType<DescribeError> {
    const { stack, ...described } = this.parts.describeError(error);
    this.lastError = { ...described, at: new Date(this.parts.clock.now()) };
    return described;
  }
}

function sourcesOf(descriptor: FunctionDescriptor): readonly string[] {
  return descriptor.kind === 'pubsub' ? [descriptor.channel] : descriptor.keys;
}
