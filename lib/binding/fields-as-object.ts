import 'reflect-metadata';
import type { StreamField } from '../messages/stream-entry.js';
import type { Class } from '../metadata/class.js';

/**
 * The fields of a stream entry as an object. Redis keeps only texts; for a payload class, a text becomes
 * the number or boolean that its property is declared as, and a single value the array. A text that is
 * none stays as it is, for the validation to say so.
 */
export function fieldsAsObject(fields: readonly StreamField[], payloadClass?: Class): object {
  const values = new Map<string, string[]>();
  for (const [name, value] of fields) {
    const texts = values.get(name.toString());
    if (texts) texts.push(value.toString());
    else values.set(name.toString(), [value.toString()]);
  }
  const members = Array.from(values, ([name, texts]): [string, unknown] => [
    name,
    convert(texts, declaredType(payloadClass, name)),
  ]);
  // Not by assignment: a field may be called __proto__.
  return Object.fromEntries(members);
}

function convert(texts: readonly string[], type: unknown): unknown {
  const [text = ''] = texts;
  if (texts.length > 1 || type === Array) return texts;
  if (type === Number) return toNumber(text);
  if (type === Boolean) return toBoolean(text);
  return text;
}

/** What JSON has as a number: `Infinity` and `NaN` are none. */
function toNumber(text: string): unknown {
  const number = Number(text);
  return text.trim() === '' || !Number.isFinite(number) ? text : number;
}

const booleans = new Map<string, boolean>([
  ['true', true],
  ['1', true],
  ['false', false],
  ['0', false],
]);

function toBoolean(text: string): unknown {
  return booleans.get(text.toLowerCase()) ?? text;
}

/** The type that the compiler emitted for a property that has a decorator. */
function declaredType(payloadClass: Class | undefined, property: string): unknown {
  if (!payloadClass) return undefined;
  return Reflect.getMetadata('design:type', payloadClass.prototype as object, property);
}
