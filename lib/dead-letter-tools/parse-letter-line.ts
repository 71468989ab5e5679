import { isUtf8 } from 'node:buffer';
import { clipped } from '../errors/clipped.js';
import { deadLetterKey, deadLetterKeys } from '../dead-letters/dead-letter-key.js';
import type { FunctionDescriptor } from '../functions/function-descriptor.js';
import { sourcesOf } from '../functions/sources.js';
import { ChannelMessage } from '../messages/channel-message.js';
import { ListElement } from '../messages/list-element.js';
import type { RawMessage } from '../messages/raw-message.js';
import { StreamEntry, type StreamField } from '../messages/stream-entry.js';
import { bytesOf, type LetterLine } from './letter-line.js';

/** A message to put back, and the dead letter that it was exported from. */
export interface ParsedLetter {
  readonly key: string;
  readonly id: string;
  readonly message: RawMessage;
}

/** Why a line cannot be imported, as a sentence without its final period. */
export class LetterLineError extends Error {}

/**
 * The message of a line that was exported from this function, and may have been edited since. Only its message counts:
 * error, reason and times are not read.
 *
 * @throws LetterLineError that says what is wrong
 */
export function parseLetterLine(line: Buffer, descriptor: FunctionDescriptor): ParsedLetter {
  const members = parse(line);
  const { functionId, kind, id, key } = members;
  if (functionId !== descriptor.id) {
    throw new LetterLineError(`it is of the function ${shown(functionId)}, not of ${descriptor.id}`);
  }
  if (kind !== descriptor.kind) {
    throw new LetterLineError(
      `its kind is ${shown(kind)}, but ${descriptor.id} is a ${descriptor.kind} function`,
    );
  }
  if (typeof id !== 'string' || !/^\d{1,20}-\d{1,20}$/.test(id)) {
    throw new LetterLineError(`its id is ${shown(id)}, which is no id of a dead letter`);
  }
  const message = messageOf(members, descriptor);
  const expected =
    descriptor.kind === 'pubsub'
      ? deadLetterKeys(descriptor)[0]
      : deadLetterKey(sourceText(members.source), descriptor.id);
  if (typeof key !== 'string' || key !== expected) {
    throw new LetterLineError(
      `its key is ${shown(key)}, but the dead letters of its source are in ${expected}`,
    );
  }
  return { key, id, message };
}

function parse(line: Buffer): Partial<Record<keyof LetterLine, unknown>> {
  if (!isUtf8(line)) throw new LetterLineError('it is not UTF-8');
  let value: unknown;
  try {
    value = JSON.parse(line.toString());
  } catch (error) {
    throw new LetterLineError(`it is no JSON (${clipped((error as Error).message)})`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new LetterLineError('it is no JSON object');
  }
  return value;
}

function messageOf(
  { source, body, fields, entryId, deliveryCount }: Partial<Record<keyof LetterLine, unknown>>,
  descriptor: FunctionDescriptor,
): RawMessage {
  const from = sourceText(source);
  const isOpen = descriptor.kind === 'pubsub' && descriptor.pattern;
  if (!isOpen && !sourcesOf(descriptor).includes(from)) {
    throw new LetterLineError(
      `its source is ${shown(source)}, but ${descriptor.id} has ${sourcesOf(descriptor).join(', ')}`,
    );
  }
  if (descriptor.kind === 'stream') {
    return new StreamEntry(from, String(entryId), fieldsOf(fields), Number(deliveryCount));
  }
  const bytes = bytesOf(body);
  if (!bytes) throw new LetterLineError('its body is neither a text nor { "base64": … }');
  if (descriptor.kind === 'list') return new ListElement(from, bytes);
  return new ChannelMessage(
    from,
    bytes,
    descriptor.pattern ? descriptor.channel : undefined,
    bytesOf(source),
  );
}

function fieldsOf(fields: unknown): StreamField[] {
  if (!Array.isArray(fields) || fields.length === 0) {
    throw new LetterLineError('its fields are no array of pairs, or an empty one');
  }
  return fields.map((pair: unknown, index): StreamField => {
    const [name, value] = Array.isArray(pair) && pair.length === 2 ? pair.map(bytesOf) : [];
    if (name && value) return [name, value];
    throw new LetterLineError(`its field ${index + 1} is no pair of two texts or { "base64": … }`);
  });
}

function sourceText(source: unknown): string {
  const bytes = bytesOf(source);
  if (!bytes || bytes.length === 0) throw new LetterLineError(`its source is ${shown(source)}`);
  return bytes.toString();
}

function shown(value: unknown): string {
  return value === undefined ? 'missing' : clipped(JSON.stringify(value));
}
