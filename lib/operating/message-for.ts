import { parseJsonText } from '../binding/parse-json.js';
import { describeError } from '../errors/describe-error.js';
import { isObject } from '../errors/value-checks.js';
import type { FunctionDescriptor, StreamFunction } from '../functions/function-descriptor.js';
import { sourcesOf } from '../functions/sources.js';
import { ChannelMessage } from '../messages/channel-message.js';
import { ListElement } from '../messages/list-element.js';
import type { RawMessage } from '../messages/raw-message.js';
import { StreamEntry, type StreamField } from '../messages/stream-entry.js';
import { fieldsOf, writeFields } from '../sending/content/write-fields.js';
import { MessageRefused, sayWhich } from './message-refused.js';

/** What somebody wrote as a message. */
export interface WrittenMessage {
  /** The text as somebody typed it; of a stream entry, its fields as a JSON object. */
  readonly text: string;
  /** Which key or channel, where a function has several. */
  readonly source: string | null;
}

/** The message as the trigger of a function would get it. */
export function messageFor(descriptor: FunctionDescriptor, { text, source }: WrittenMessage): RawMessage {
  const from = sourceFor(descriptor, source);
  const body = Buffer.from(text);
  switch (descriptor.kind) {
    case 'pubsub':
      return new ChannelMessage(from, body, descriptor.pattern ? descriptor.channel : undefined);
    case 'list':
      return new ListElement(from, body);
    case 'stream':
      return new StreamEntry(from, '0-1', fieldsFor(descriptor, text));
  }
}

/** The key or channel that is meant. */
export function sourceFor(descriptor: FunctionDescriptor, source: string | null): string {
  const sources = sourcesOf(descriptor);
  const isPattern = descriptor.kind === 'pubsub' && descriptor.pattern;
  if (source !== null) {
    if (!isPattern && !sources.includes(source))
      throw new MessageRefused(
        `${descriptor.id} does not listen to ${source}`,
        `It listens to ${sources.join(', ')}`,
      );
    return source;
  }
  const [only = '', ...others] = sources;
  if (others.length > 0 || isPattern)
    throw new MessageRefused(`${descriptor.id} listens to ${sources.join(', ')}`, sayWhich);
  return only;
}

/** With `payloadField` the text is that field; else each member of the object is one, by the rules of a sender. */
function fieldsFor({ payloadField, place }: StreamFunction, text: string): readonly StreamField[] {
  if (payloadField !== undefined) return [[Buffer.from(payloadField), Buffer.from(text)]];
  return fieldsOf(writeFields(objectIn(text), place));
}

/** The fields of a stream entry, as somebody wrote them. */
export function objectIn(text: string): object {
  let fields: unknown;
  try {
    fields = parseJsonText(text);
  } catch (error) {
    throw noFields(`: ${describeError(error).message}`);
  }
  if (!isObject(fields) || Array.isArray(fields) || Object.keys(fields).length === 0) throw noFields('');
  return fields;
}

function noFields(reason: string): MessageRefused {
  const remedy = `Write them as a JSON object, such as '{"amount":7}'`;
  return new MessageRefused(`a stream entry has fields${reason}`, remedy);
}
