import { isUtf8 } from 'node:buffer';
import type { DeadLetter } from '../../messages/dead-letter.js';
import type { RawMessage } from '../../messages/raw-message.js';

/** Bytes in JSON: as text where they are one, else in base64. */
export type BytesDocument = string | { readonly base64: string };

/** A dead letter in JSON, byte for byte: what `dead show` and `dead export` print, and `dead import` reads. */
export interface LetterDocument {
  readonly id: string;
  readonly functionId: string;
  readonly kind: RawMessage['kind'];
  readonly source: BytesDocument;
  readonly reason: string;
  readonly error: { readonly name: string; readonly message: string; readonly stack?: string };
  readonly attempts: number;
  readonly failedAt: string;
  /** Of a stream entry. */
  readonly entryId?: string;
  readonly deliveryCount?: number;
  /** The fields of a stream entry, in order; a name may occur more than once. */
  readonly fields?: readonly (readonly [name: BytesDocument, value: BytesDocument])[];
  /** A list element or a published message. */
  readonly body?: BytesDocument;
}

/** A dead letter as JSON can hold it. */
export function letterDocument(letter: DeadLetter): LetterDocument {
  const { id, functionId, kind, reason, error, attempts, failedAt, message } = letter;
  const { name, message: text, stack } = error;
  return {
    id,
    functionId,
    kind,
    source: message.kind === 'pubsub' ? bytesDocument(message.channelBytes) : letter.source,
    reason,
    error: { name, message: text, ...(stack !== undefined && { stack }) },
    attempts,
    failedAt: failedAt.toISOString(),
    ...(message.kind === 'stream'
      ? {
          entryId: message.id,
          deliveryCount: message.deliveryCount,
          fields: message.fields.map(
            ([field, value]) => [bytesDocument(field), bytesDocument(value)] as const,
          ),
        }
      : { body: bytesDocument(message.body) }),
  };
}

function bytesDocument(bytes: Buffer): BytesDocument {
  return isUtf8(bytes) ? bytes.toString() : { base64: bytes.toString('base64') };
}
