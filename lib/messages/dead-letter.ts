import type { ErrorDescription } from '../errors/describe-error.js';
import type { RawMessage, TriggerKind } from './raw-message.js';

/** A message that its function gave up, with all that is known of it. Frozen. */
export interface DeadLetter {
  /** The stream that holds it: `{<tag>}:dead-letter:<functionId>`. */
  readonly key: string;
  /** Its own id in that stream. */
  readonly id: string;
  readonly functionId: string;
  readonly kind: TriggerKind;
  /** The channel or key that the message came from. */
  readonly source: string;
  /** In a word: `handler-failed`, `payload-invalid`, `too-many-deliveries`, `stopped` and others. */
  readonly reason: string;
  /** What was thrown, without known passwords. */
  readonly error: ErrorDescription;
  /** How often the handler was tried in the process that gave up; 0 when it never was. */
  readonly attempts: number;
  /** When it was given up. */
  readonly failedAt: Date;
  /** The message itself, byte for byte: a stream entry with its id and delivery count. */
  readonly message: RawMessage;
}
