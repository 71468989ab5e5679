import type { FailureReason } from '../messages/outcome.js';
import type { RawMessage, TriggerKind } from '../messages/raw-message.js';

/** A message that failed for good, as its function's stream of dead letters holds it. Frozen. */
export interface DeadLetter {
  /** The function that could not handle it. */
  readonly functionId: string;
  readonly kind: TriggerKind;
  /** The channel or key that the message came from. */
  readonly source: string;
  /** Of a stream entry: its id. */
  readonly entryId?: string;
  /** Of a stream entry: how many times Redis had delivered it. */
  readonly deliveryCount?: number;
  /** Why it was given up, in a word. */
  readonly reason: FailureReason;
  /** What the handler threw last, without known passwords. */
  readonly error: DeadLetterError;
  /** How often the handler was tried, in the process that gave it up; 0 when it never ran. */
  readonly attempts: number;
  /** When it was given up. */
  readonly failedAt: Date;
  /** The stream that holds the dead letter. */
  readonly key: string;
  /** Its entry id in that stream. */
  readonly id: string;
  /** The message itself, byte for byte. */
  readonly message: RawMessage;
}

/** What a dead letter keeps of an error. */
export interface DeadLetterError {
  readonly name: string;
  readonly message: string;
  readonly stack?: string;
}
