import { isUtf8 } from 'node:buffer';
import type { DeadLetter } from '../messages/dead-letter.js';
import type { TriggerKind } from '../messages/raw-message.js';
import { groupOf } from './error-groups.js';

/** Bytes in JSON: as text where they are UTF-8. */
export type BytesInJson = string | { readonly base64: string };

/** A dead letter as JSON, from which its message can be made again byte for byte. */
export interface LetterLine {
  readonly functionId: string;
  /** The stream that holds it, and its id there. */
  readonly key: string;
  readonly id: string;
  readonly kind: TriggerKind;
  readonly source: BytesInJson;
  readonly reason: string;
  readonly error: { readonly name: string; readonly message: string; readonly stack?: string };
  /** The group of its error. */
  readonly group: string;
  readonly attempts: number;
  readonly failedAt: string | null;
  /** Of a stream entry. */
  readonly entryId?: string;
  readonly deliveryCount?: number;
  /** Names and values of a stream entry, in order and as often as they stood there. */
  readonly fields?: readonly (readonly [name: BytesInJson, value: BytesInJson])[];
  /** The element, or the published message. */
  readonly body?: BytesInJson;
}

/** Everything of a dead letter. `scrub` takes secrets out of its error; the message is not changed. */
export function letterLine(letter: DeadLetter, scrub: (text: string) => string): LetterLine {
  const { functionId, key, id, kind, source, reason, error, attempts, failedAt, message } = letter;
  return {
    functionId,
    key,
    id,
    kind,
    source: message.kind === 'pubsub' ? bytesInJson(message.channelBytes) : source,
    reason,
    error: {
      name: error.name,
      message: scrub(error.message),
      ...(error.stack !== undefined && { stack: scrub(error.stack) }),
    },
    group: groupOf(letter),
    attempts,
    // Null for a time that is none: somebody else may have written it.
    failedAt: failedAt.toJSON(),
    ...(message.kind === 'stream'
      ? {
          entryId: message.id,
          deliveryCount: message.deliveryCount,
          fields: message.fields.map(([name, value]) => [bytesInJson(name), bytesInJson(value)] as const),
        }
      : { body: bytesInJson(message.body) }),
  };
}

function bytesInJson(bytes: Buffer): BytesInJson {
  return isUtf8(bytes) ? bytes.toString() : { base64: bytes.toString('base64') };
}

/** The bytes of a value of a line; undefined for what is none. */
export function bytesOf(value: unknown): Buffer | undefined {
  if (typeof value === 'string') return Buffer.from(value);
  if (typeof value !== 'object' || value === null) return undefined;
  const { base64, ...rest } = value as { base64?: unknown };
  if (typeof base64 !== 'string' || Object.keys(rest).length > 0) return undefined;
  const bytes = Buffer.from(base64, 'base64');
  // Buffer skips what is no base64.
  return bytes.toString('base64').replace(/=+$/, '') === base64.replace(/=+$/, '') ? bytes : undefined;
}
