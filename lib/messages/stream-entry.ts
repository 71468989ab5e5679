import { bytesAsJson } from './bytes-as-json.js';
import { contentFields } from './content-fields.js';
import { RedisMessageModel } from './redis-message-model.js';
import { markOwnClass } from './own-class.js';

/** One field of a stream entry: its name and its value, as bytes. */
export type StreamField = readonly [name: Buffer, value: Buffer];

/** A stream entry as Redis gave it, byte for byte, with all fields in order. */
export class StreamEntry {
  static {
    markOwnClass(this, 'StreamEntry');
  }

  readonly kind = 'stream' as const;

  constructor(
    /** The stream's key. */
    readonly key: string,
    /** The entry id, such as `1700000000000-0`. */
    readonly id: string,
    /** All fields in order; a name may occur more than once. Bytes are shared with other entries: not to be changed. */
    readonly fields: readonly StreamField[],
    /** How many times Redis has delivered this entry, this time included. */
    readonly deliveryCount = 1,
  ) {}

  /** The first value of a field as bytes, or undefined if there is no such field. */
  value(name: string): Buffer | undefined {
    return this.fields.find(([each]) => each.toString() === name)?.[1];
  }

  /**
   * The key, and the fields as a JSON object, in order; a repeated field becomes an array. Without `traceparent` and
   * `tracestate`, in which the context of a trace travels.
   */
  toModel(): RedisMessageModel {
    return new RedisMessageModel(this.key, fieldsAsJson(contentFields(this.fields)));
  }
}

/**
 * The fields as the text of a JSON object, in their order, a repeated field as an array. Written by hand
 * because an object would move number-like names to the front.
 */
function fieldsAsJson(fields: readonly StreamField[]): string {
  const [first] = fields;
  // A single field repeats nothing, and a map would cost more than the texts.
  if (first && fields.length === 1) return `{${member(first)}}`;
  const members = new Map<string, string[]>();
  for (const [name, value] of fields) {
    const text = bytesAsJson(value);
    const key = name.toString();
    const values = members.get(key);
    if (values) values.push(text);
    else members.set(key, [text]);
  }
  const parts = Array.from(members, ([name, values]) => {
    const [only = '""'] = values;
    return `${JSON.stringify(name)}:${values.length > 1 ? `[${values.join(',')}]` : only}`;
  });
  return `{${parts.join(',')}}`;
}

function member([name, value]: StreamField): string {
  return `${nameAsJson(name)}:${bytesAsJson(value)}`;
}

let lastName: Buffer | undefined;
let lastNameAsJson = '';

/** Entries that were read together share the Buffer of a name, and most streams have but one. */
function nameAsJson(name: Buffer): string {
  if (name !== lastName) {
    lastNameAsJson = bytesAsJson(name);
    lastName = name;
  }
  return lastNameAsJson;
}
