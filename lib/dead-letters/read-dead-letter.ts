import { ChannelMessage } from '../messages/channel-message.js';
import type { DeadLetter } from '../messages/dead-letter.js';
import { ListElement } from '../messages/list-element.js';
import type { RawMessage, TriggerKind } from '../messages/raw-message.js';
import { StreamEntry, type StreamField } from '../messages/stream-entry.js';
import { fieldPrefix } from './dead-letter-fields.js';

type KnownFields = ReadonlyMap<string, Buffer>;

const messageReaders: {
  readonly [Kind in TriggerKind]: (
    source: string,
    known: KnownFields,
    original: readonly StreamField[],
  ) => RawMessage;
} = {
  pubsub: (source, known) => new ChannelMessage(source, bodyOf(known), undefined, known.get('source')),
  list: (source, known) => new ListElement(source, bodyOf(known)),
  stream: (source, known, original) =>
    new StreamEntry(source, textOf(known, 'entryId'), original, Number(textOf(known, 'deliveryCount'))),
};

/** A dead letter as it was recorded; undefined for what somebody else put into the stream. */
export function readDeadLetter(
  key: string,
  id: string,
  fields: readonly StreamField[],
): DeadLetter | undefined {
  const known = new Map<string, Buffer>();
  const original: StreamField[] = [];
  for (const [name, value] of fields) {
    const isOriginal = name.subarray(0, fieldPrefix.length).toString() === fieldPrefix;
    if (isOriginal) original.push([name.subarray(fieldPrefix.length), value]);
    else known.set(name.toString(), value);
  }
  const kind = textOf(known, 'kind');
  if (!isKind(kind)) return undefined;
  const source = textOf(known, 'source');
  return Object.freeze({
    key,
    id,
    functionId: textOf(known, 'functionId'),
    kind,
    source,
    reason: textOf(known, 'reason'),
    error: errorOf(known),
    attempts: Number(textOf(known, 'attempts')),
    failedAt: new Date(textOf(known, 'failedAt')),
    message: messageReaders[kind](source, known, original),
  });
}

function errorOf(known: KnownFields): DeadLetter['error'] {
  const stack = textOf(known, 'errorStack');
  return {
    name: textOf(known, 'errorName'),
    message: textOf(known, 'errorMessage'),
    ...(stack !== '' && { stack }),
  };
}

function isKind(text: string): text is TriggerKind {
  return Object.hasOwn(messageReaders, text);
}

function textOf(known: KnownFields, name: string): string {
  return known.get(name)?.toString() ?? '';
}

function bodyOf(known: KnownFields): Buffer {
  return known.get('body') ?? Buffer.alloc(0);
}
