import type { FunctionDescriptor } from '../../functions/function-descriptor.js';
import { sourcesOf } from '../../functions/sources.js';
import { ChannelMessage } from '../../messages/channel-message.js';
import { ListElement } from '../../messages/list-element.js';
import type { RawMessage } from '../../messages/raw-message.js';
import { StreamEntry, type StreamField } from '../../messages/stream-entry.js';
import { usageError } from '../frame/command-error.js';

/** What somebody wrote at the command line as a message. */
export interface WrittenMessage {
  /** The text; of a stream entry, its fields as a JSON object. */
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
      return new StreamEntry(from, '0-1', fieldsFor(descriptor.payloadField, text));
  }
}

function sourceFor(descriptor: FunctionDescriptor, source: string | null): string {
  const sources = sourcesOf(descriptor);
  const isPattern = descriptor.kind === 'pubsub' && descriptor.pattern;
  if (source !== null) {
    if (!isPattern && !sources.includes(source))
      throw usageError(
        `${descriptor.id} does not listen to ${source}`,
        `It listens to ${sources.join(', ')}`,
      );
    return source;
  }
  const [only = '', ...others] = sources;
  if (others.length > 0 || isPattern)
    throw usageError(`${descriptor.id} listens to ${sources.join(', ')}`, 'Say which one with --to');
  return only;
}

/** The members of the object, each as text or as JSON; with `payloadField` the text is that field. */
function fieldsFor(payloadField: string | undefined, text: string): StreamField[] {
  if (payloadField !== undefined) return [[Buffer.from(payloadField), Buffer.from(text)]];
  let fields: unknown;
  try {
    fields = JSON.parse(text);
  } catch {
    fields = undefined;
  }
  if (
    typeof fields !== 'object' ||
    fields === null ||
    Array.isArray(fields) ||
    Object.keys(fields).length === 0
  )
    throw usageError('a stream entry has fields', `Write them as a JSON object, such as '{"amount":7}'`);
  return Object.entries(fields).map(([name, value]) => [
    Buffer.from(name),
    Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)),
  ]);
}
