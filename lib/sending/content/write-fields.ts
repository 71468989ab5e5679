import { payloadError } from '../../binding/payload-error.js';
import { isObject } from '../../errors/value-checks.js';
import type { StreamField } from '../../messages/stream-entry.js';
import { bytesOf } from './write-plain.js';
import { typeName } from './type-name.js';

/**
 * The names and values of a stream entry: one field for each member of an object, and for each element of an array. Redis has
 * only texts and bytes there, so what is neither, nor written as one without loss, is refused.
 */
export function writeFields(input: unknown, place: string): (string | Buffer)[] {
  if (!isObject(input) || input instanceof Uint8Array)
    throw payloadError(place, `it must be an object of fields, but is ${typeName(input)}`);
  const words: (string | Buffer)[] = [];
  for (const [name, member] of Object.entries(input) as [string, unknown][]) {
    if (member === undefined) continue;
    for (const value of Array.isArray(member) ? (member as unknown[]) : [member])
      words.push(name, fieldValue(name, value, place));
  }
  if (words.length === 0) throw payloadError(place, 'it has no field, and Redis takes no entry without one');
  return words;
}

/** The same as a trigger sees them. */
export function fieldsOf(words: readonly (string | Buffer)[]): StreamField[] {
  const fields: StreamField[] = [];
  for (let index = 0; index + 1 < words.length; index += 2)
    fields.push([asBytes(words[index]), asBytes(words[index + 1])]);
  return fields;
}

function asBytes(word: string | Buffer = ''): Buffer {
  return typeof word === 'string' ? Buffer.from(word) : word;
}

function fieldValue(name: string, value: unknown, place: string): string | Buffer {
  if (typeof value === 'string') return value;
  if (['number', 'bigint', 'boolean'].includes(typeof value)) return String(value);
  if (value instanceof Uint8Array) return bytesOf(value);
  if (value instanceof Date && !Number.isNaN(value.getTime())) return value.toISOString();
  const what = `the field "${name}" is ${value instanceof Date ? 'no valid date' : typeName(value)}, which a field cannot hold`;
  throw payloadError(place, `${what}: leave it out, or send JSON with \`payloadField\``);
}
