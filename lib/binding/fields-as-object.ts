import type { StreamField } from '../messages/stream-entry.js';
import type { FieldType, FieldTypes } from './field-types.js';
import { isInexactInteger } from './inexact-integer.js';

/** A number as JSON writes it: decimal, without spaces, signs before it but minus, zeros before it, or separators. */
const decimal = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/;
const wholeDecimal = /^-?(0|[1-9]\d*)$/;

/**
 * The fields of a stream entry as an object. Redis keeps only texts; for a payload class, a text becomes the number,
 * bigint or boolean that its property is declared as, and a single value the array. A text that is none stays as it
 * is, for the validation to say so. Throws a SyntaxError where that would not: the value would become another one.
 */
export function fieldsAsObject(fields: readonly StreamField[], types?: FieldTypes): object {
  const values = new Map<string, string[]>();
  for (const [name, value] of fields) {
    const texts = values.get(name.toString());
    if (texts) texts.push(value.toString());
    else values.set(name.toString(), [value.toString()]);
  }
  const members = Array.from(values, ([name, texts]): [string, unknown] => [
    name,
    types ? convert(name, texts, types(name)) : plain(texts),
  ]);
  // Not by assignment: a field may be called __proto__.
  return Object.fromEntries(members);
}

function plain(texts: readonly string[]): unknown {
  return texts.length > 1 ? texts : texts[0];
}

function convert(field: string, texts: readonly string[], type: FieldType): unknown {
  const values = texts.map((text) => convertOne(field, text, type));
  return texts.length > 1 || type.isArray ? values : values[0];
}

function convertOne(field: string, text: string, { kind, isForced }: FieldType): unknown {
  if (kind === 'text') return text;
  if (kind === 'number' && isInexactInteger(text)) {
    throw new SyntaxError(
      `the field "${field}" is an integer that is too large for a number; declare a bigint`,
    );
  }
  const value = converters[kind](text);
  if (value !== undefined) return value;
  if (isForced) throw new SyntaxError(`the field "${field}" is not a ${kind}`);
  return text;
}

const converters: Readonly<Record<Exclude<FieldType['kind'], 'text'>, (text: string) => unknown>> = {
  number(text) {
    const number = decimal.test(text) ? Number(text) : NaN;
    return Number.isFinite(number) ? number : undefined;
  },
  bigint: (text) => (wholeDecimal.test(text) ? BigInt(text) : undefined),
  boolean: (text) => booleans.get(text.toLowerCase()),
};

const booleans = new Map<string, boolean>([
  ['true', true],
  ['1', true],
  ['false', false],
  ['0', false],
]);
