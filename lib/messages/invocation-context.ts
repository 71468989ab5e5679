import { randomUUID } from 'node:crypto';
import type { Logger } from '../logging/logger.js';
import type { Permit } from './permit.js';
import { deliveryCountOf, type RawMessage } from './raw-message.js';
import { markOwnClass } from './own-class.js';

/** What all invocations of a function have in common. */
export interface InvocationOrigin {
  readonly functionId: string;
  readonly logger: Logger;
  /** Aborted when a stop has waited long enough for handlers. */
  readonly signal: AbortSignal;
}

const noPayloads: readonly unknown[] = Object.freeze([]);

/** What a handler can learn about its own invocation. */
export class InvocationContext {
  static {
    markOwnClass(this, 'InvocationContext');
  }

  /** Which attempt this is in this process; the first is 1. */
  readonly attempt: number = 1;
  private id?: string;
  private ownLogger?: Logger;

  constructor(
    private readonly origin: InvocationOrigin,
    /** What started the invocation, as Redis gave it: one message, or several with `batch: true`. */
    readonly messages: readonly RawMessage[],
    /** The decoded payloads of the messages, if the function has a payload; else empty. */
    readonly payloads: readonly unknown[] = noPayloads,
    private readonly place?: Permit,
  ) {}

  /** The id of the function. */
  get functionId(): string {
    return this.origin.functionId;
  }

  /** A unique id of the invocation, the same for all its attempts. */
  get invocationId(): string {
    // Made on demand, as the logger is: most invocations never ask.
    return (this.id ??= randomUUID());
  }

  /**
   * How many times Redis has delivered the message, this time included. Above 1 only for a stream entry, or an
   * element of a list with `delivery: 'atLeastOnce'`, that was delivered before. With `batch: true`, the highest count
   * in the batch.
   */
  get deliveryCount(): number {
    return this.messages.reduce((most, each) => Math.max(most, deliveryCountOf(each)), 1);
  }

  /** A logger that adds the function id and the invocation id to every line. */
  get logger(): Logger {
    const { functionId, invocationId } = this;
    return (this.ownLogger ??= this.origin.logger.child({ functionId, invocationId }));
  }

  /**
   * Aborted when a stop has waited long enough for handlers, and when the attempt takes longer than the trigger's
   * `timeLimitInMs`. The handler should then finish quickly.
   */
  get signal(): AbortSignal {
    return this.origin.signal;
  }

  /** @internal The same invocation, as one attempt with a signal of its own sees it. */
  withSignal(signal: AbortSignal): InvocationContext {
    const attempt = new InvocationContext(
      { ...this.origin, signal },
      this.messages,
      this.payloads,
      this.place,
    );
    attempt.id = this.invocationId;
    (attempt as { attempt: number }).attempt = this.attempt;
    return attempt;
  }
}

/** The place of the invocation, where a listener runs it. For the pipeline alone: a handler keeps its place. */
export function placeOf(context: InvocationContext): Permit | undefined {
  return context['place'];
}

/** Counts a further attempt of the invocation. For the pipeline alone: to a handler the number is fixed. */
export function countAttempt(context: InvocationContext): void {
  (context as { attempt: number }).attempt += 1;
}
