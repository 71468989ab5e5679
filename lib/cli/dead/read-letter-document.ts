import { RedisTriggersError } from '../../errors/redis-triggers-error.js';
import { isObject } from '../../errors/value-checks.js';
import { ChannelMessage } from '../../messages/channel-message.js';
import { ListElement } from '../../messages/list-element.js';
import type { RawMessage } from '../../messages/raw-message.js';
import { StreamEntry, type StreamField } from '../../messages/stream-entry.js';
import type { DeadLetterFacts } from '../../dead-letters/dead-letter-fields.js';
import type { LetterDocument } from './letter-document.js';

/** A dead letter that was read from a line. */
export interface ReadLetter {
  readonly id: string;
  readonly message: RawMessage;
  readonly facts: DeadLetterFacts;
}

/** Reads what `letterDocument` made, as somebody may have edited it. Throws DEAD_LETTER_FILE_INVALID, naming the place. */
export function readLetterDocument(line: string, place: string): ReadLetter {
  const document = parse(line, place) as LetterDocument;
  const wrong = (what: string): never => {
    throw invalid(place, what);
  };
  const { id, functionId, kind, reason, error, attempts, failedAt } = document;
  if (!/^\d+-\d+$/.test(id)) wrong('`id` is no id of a dead letter');
  if (typeof functionId !== 'string') wrong('`functionId` is missing');
  if (!isObject(error) || typeof error.name !== 'string' || typeof error.message !== 'string')
    wrong('`error` has no `name` and no `message`');
  if (typeof reason !== 'string' || !Number.isInteger(attempts)) wrong('`reason` or `attempts` is missing');
  const at = new Date(failedAt);
  if (Number.isNaN(at.getTime())) wrong('`failedAt` is no time');
  const { name, message, stack } = error;
  const failure = { status: 'failed', reason, attempts, error } as unknown as DeadLetterFacts['failure'];
  const described = { name, message, ...(stack !== undefined && { stack }) };
  return {
    id,
    message: messageOf(document, kind, wrong),
    facts: { functionId, failure, error: described, at },
  };
}

function messageOf(
  { source, body, fields, entryId = '0-1', deliveryCount = 1 }: LetterDocument,
  kind: string,
  wrong: (what: string) => never,
): RawMessage {
  const from = bytesOf(source) ?? wrong('`source` is missing');
  switch (kind) {
    case 'pubsub':
      return new ChannelMessage(
        from.toString(),
        bytesOf(body) ?? wrong('`body` is missing'),
        undefined,
        from,
      );
    case 'list':
      return new ListElement(from.toString(), bytesOf(body) ?? wrong('`body` is missing'));
    case 'stream':
      return new StreamEntry(from.toString(), entryId, fieldsOf(fields, wrong), deliveryCount);
    default:
      return wrong('`kind` is none of pubsub, list and stream');
  }
}

function fieldsOf(fields: LetterDocument['fields'], wrong: (what: string) => never): StreamField[] {
  if (!Array.isArray(fields) || fields.length === 0) return wrong('`fields` is missing');
  return fields.map((pair: unknown) => {
    const [name, value] = Array.isArray(pair) && pair.length === 2 ? (pair as unknown[]).map(bytesOf) : [];
    return name && value ? [name, value] : wrong('`fields` must be pairs of a name and a value');
  });
}

function bytesOf(value: unknown): Buffer | undefined {
  if (typeof value === 'string') return Buffer.from(value);
  if (!isObject(value) || !('base64' in value) || typeof value.base64 !== 'string') return undefined;
  return Buffer.from(value.base64, 'base64');
}

function parse(line: string, place: string): unknown {
  let document: unknown;
  try {
    document = JSON.parse(line);
  } catch {
    throw invalid(place, 'it is not valid JSON');
  }
  if (!isObject(document)) throw invalid(place, 'it is no object');
  return document;
}

function invalid(place: string, what: string): RedisTriggersError {
  return new RedisTriggersError({ code: 'DEAD_LETTER_FILE_INVALID', place, what });
}
