import type { ErrorDescription } from '../errors/describe-error.js';
import type { RawMessage, TriggerKind } from './raw-message.js';

/** A message that its function gave up on, with everything known about it. Frozen. */
export interface DeadLetter {
  /** The stream that holds it: `{<tag>}:dead-letter:<functionId>`. */
  readonly key: string;
  /** Its own id in that stream. */
  readonly id: string;
  readonly functionId: string;
  readonly kind: TriggerKind;
  /** The channel or key that the message came from. */
  readonly source: string;
  /**
   * A `FailureReason`: `handler-failed`, `timed-out`, `payload-invalid`, `rejected`, `too-many-deliveries` or
   * `stopped`.
   */
  readonly reason: string;
  /** What was thrown, without known passwords. */
  readonly error: ErrorDescription;
  /** How many attempts were made in the process that gave up; 0 if the handler never ran. */
  readonly attempts: number;
  /** When its function gave up on it. */
  readonly failedAt: Date;
  /** The message itself, byte for byte: a stream entry with its id and delivery count. */
  readonly message: RawMessage;
}
