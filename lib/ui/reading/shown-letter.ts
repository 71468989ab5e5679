import { isUtf8 } from 'node:buffer';
import { letterLine, type BytesInJson, type LetterLine } from '../../dead-letter-tools/letter-line.js';
import { ChannelMessage } from '../../messages/channel-message.js';
import type { DeadLetter } from '../../messages/dead-letter.js';
import { ListElement } from '../../messages/list-element.js';
import type { RawMessage } from '../../messages/raw-message.js';
import { StreamEntry, type StreamField } from '../../messages/stream-entry.js';
import { scrubbed } from '../../operating/scrubbed.js';
import type { PayloadDisplay } from '../page-options.js';
import type { ShownLetter } from '../letter-shapes.js';

/** As much of a message as somebody reads, in bytes. */
const mostBytes = 64 * 1024;

const mostFields = 500;

const previewLength = 120;

/** Everything of a dead letter that is shown: cut where it is long, and without passwords. */
export function showLetter(
  letter: DeadLetter,
  bytes: number,
  payloads: PayloadDisplay,
  scrub: (text: string) => string,
): ShownLetter {
  const isCut = bytes > mostBytes || fieldCount(letter) > mostFields;
  const whole = letterLine({ ...letter, message: cut(letter.message) }, scrub);
  const line = scrubbed(whole, scrub);
  if (payloads === 'hidden') {
    const { body, fields, ...rest } = line;
    return { line: rest, isHidden: true, notEditable: 'Messages are hidden here.' };
  }
  if (payloads !== 'shown')
    return { line: changed(line, payloads), notEditable: 'Messages are not shown here as they are.' };
  const hasSecret = JSON.stringify(line) !== JSON.stringify(whole);
  return {
    line,
    ...(isCut && { cutOf: bytes, notEditable: 'The message is too long to be edited here.' }),
    ...(hasSecret && { notEditable: 'A password was taken out of the message.' }),
  };
}

/** How a message begins, on one line; undefined where messages are hidden. */
export function previewOf(
  { message, functionId }: DeadLetter,
  payloads: PayloadDisplay,
  scrub: (text: string) => string,
): string | undefined {
  if (payloads === 'hidden') return undefined;
  const start =
    message.kind === 'stream'
      ? message.fields
          .slice(0, 10)
          .map(([name, value]) => `${beginning(name)}=${beginning(value)}`)
          .join(' ')
      : beginning(message.body);
  const text = scrub(start);
  const shown = payloads === 'shown' ? text : payloads(text, functionId);
  return shown.length > previewLength ? `${shown.slice(0, previewLength)}…` : shown;
}

function beginning(bytes: Buffer): string {
  // A little more than is shown, because what a cut leaves of a password is not found.
  return bytes
    .subarray(0, 4 * previewLength)
    .toString()
    .replaceAll(/\s+/g, ' ');
}

function fieldCount({ message }: DeadLetter): number {
  return message.kind === 'stream' ? message.fields.length : 1;
}

function cut(message: RawMessage): RawMessage {
  switch (message.kind) {
    case 'list':
      return new ListElement(message.key, cutBytes(message.body, mostBytes));
    case 'pubsub':
      return new ChannelMessage(
        message.channel,
        cutBytes(message.body, mostBytes),
        message.pattern,
        message.channelBytes,
      );
    case 'stream':
      return new StreamEntry(message.key, message.id, cutFields(message.fields), message.deliveryCount);
  }
}

function cutFields(fields: readonly StreamField[]): StreamField[] {
  let left = mostBytes;
  const kept: StreamField[] = [];
  for (const [name, value] of fields.slice(0, mostFields)) {
    const field: StreamField = [cutBytes(name, left), cutBytes(value, Math.max(0, left - name.length))];
    kept.push(field);
    left -= name.length + value.length;
    if (left <= 0) break;
  }
  return kept;
}

/** Between characters, where it is text: half of one would make bytes of all of it. */
function cutBytes(bytes: Buffer, most: number): Buffer {
  if (bytes.length <= most) return bytes;
  for (let length = most; length > Math.max(0, most - 4); length--) {
    if (isUtf8(bytes.subarray(0, length))) return bytes.subarray(0, length);
  }
  return bytes.subarray(0, most);
}

function changed(line: LetterLine, display: (text: string, functionId: string) => string): LetterLine {
  const show = (value: BytesInJson): BytesInJson =>
    display(
      typeof value === 'string' ? value : Buffer.from(value.base64, 'base64').toString(),
      line.functionId,
    );
  return {
    ...line,
    ...(line.body !== undefined && { body: show(line.body) }),
    ...(line.fields && { fields: line.fields.map(([name, value]) => [name, show(value)] as const) }),
  };
}
