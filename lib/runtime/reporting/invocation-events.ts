import type { DescribeError } from '../../errors/describe-error.js';
import type { EventBus } from '../../events/event-bus.js';
import type { AttemptEvent, FunctionEvent } from '../../events/runtime-events.js';
import type { InvocationContext } from '../../messages/invocation-context.js';
import type { Failed, Outcome } from '../../messages/outcome.js';
import { deliveryCountOf, sourceOf, type RawMessage } from '../../messages/raw-message.js';
import { elapsed } from '../../time/real-timers.js';

/**
 * Hears how the messages of one invocation ended, and how long it took. It is called on the way of each message: it must be
 * quick, and not throw.
 */
export type EndingObserver = (functionId: string, outcomes: readonly Outcome[], durationInMs: number) => void;

/** Tells how the invocations of one function go. Where nobody listens, nothing is made or measured. */
export class InvocationEvents {
  /** Which attempt messages are at that were tried again. */
  private readonly attempts = new WeakMap<RawMessage, number>();
  /** Whether somebody wants to know how invocations end, as of the changes that were seen. */
  private isEndHeard = false;
  /** Whether anybody hears the events of it: to make them takes many times as long as to call an observer. */
  private areEventsHeard = false;
  private seenChanges = -1;

  constructor(
    private readonly events: EventBus,
    private readonly subject: FunctionEvent,
    private readonly describeError: DescribeError,
    private readonly observers: readonly EndingObserver[] = [],
  ) {}

  /** Another attempt is made, after a rest. */
  retried({ messages, attempt }: InvocationContext, thrown: unknown, delayInMs: number): void {
    for (const message of messages) this.attempts.set(message, attempt + 1);
    if (!this.events.hears('invocationRetried')) return;
    const error = this.describeError(thrown);
    for (const message of messages) {
      this.events.emit('invocationRetried', { ...this.attemptOf(message, attempt), delayInMs, error });
    }
  }

  /** An invocation begins. Gives the moment from which it is timed; undefined where nobody wants to know. */
  begin(): number | undefined {
    if (this.seenChanges !== this.events.changes) this.lookWhoHears();
    return this.isEndHeard ? elapsed() : undefined;
  }

  /** An invocation that began at `startedAt` has ended so for each of its messages. */
  ended(messages: readonly RawMessage[], outcomes: readonly Outcome[], startedAt: number | undefined): void {
    if (startedAt === undefined) return;
    const durationInMs = elapsed() - startedAt;
    for (const observe of this.observers) observe(this.subject.functionId, outcomes, durationInMs);
    if (!this.areEventsHeard) return;
    messages.forEach((message, index) => {
      const outcome = outcomes[index];
      if (outcome) this.tell(message, outcome, durationInMs);
    });
  }

  private lookWhoHears(): void {
    const { events } = this;
    this.seenChanges = events.changes;
    this.areEventsHeard =
      events.hears('invocationSucceeded') ||
      events.hears('invocationFailed') ||
      events.hears('invocationDropped') ||
      events.hears('invocationPostponed');
    this.isEndHeard = this.areEventsHeard || this.observers.length > 0;
  }

  /** A message failed before there was an invocation. */
  turnedAway(message: RawMessage, failure: Failed): void {
    this.ended([message], [failure], this.begin());
  }

  /** One branch for each outcome that has an event. */
  private tell(message: RawMessage, outcome: Outcome, durationInMs: number): void {
    const { events } = this;
    if (outcome.status === 'succeeded') {
      events.emit('invocationSucceeded', { ...this.lastAttemptOf(message), durationInMs });
    }
    if (outcome.status === 'dropped') {
      events.emit('invocationDropped', { ...this.lastAttemptOf(message), durationInMs });
    }
    if (outcome.status === 'postponed') {
      const { delayInMs } = outcome;
      events.emit('invocationPostponed', { ...this.lastAttemptOf(message), durationInMs, delayInMs });
      // It comes again, to be tried from the beginning.
      this.attempts.delete(message);
    }
    if (outcome.status === 'failed') {
      const { reason, attempts } = outcome;
      const error = this.describeError(outcome.error);
      events.emit('invocationFailed', { ...this.attemptOf(message, attempts), durationInMs, reason, error });
    }
  }

  private lastAttemptOf(message: RawMessage): AttemptEvent {
    return this.attemptOf(message, this.attempts.get(message) ?? 1);
  }

  /** Written out: with listeners it is made for each message, and to spread the subject takes many times as long. */
  private attemptOf(message: RawMessage, attempt: number): AttemptEvent {
    const { functionId, kind, connection, server } = this.subject;
    const source = sourceOf(message);
    const deliveryCount = deliveryCountOf(message);
    const event = { functionId, kind, connection, server, source, attempt, deliveryCount };
    return message.kind === 'stream' ? { ...event, entryId: message.id } : event;
  }
}
