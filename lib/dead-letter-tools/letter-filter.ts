import type { FunctionDescriptor } from '../functions/function-descriptor.js';
import type { DeadLetter } from '../messages/dead-letter.js';
import { groupOf } from './error-groups.js';
import { jsonValueAt } from './json-value-at.js';

/** What a field of a dead letter must be; with the field `anywhere`, what its error or its message contains. */
export interface LetterFilter {
  readonly field: string;
  readonly value: string;
}

/** Stands for the error and the message together. */
export const anywhere = '*';

/** A filter as somebody wrote it, `field=value`; undefined where it names no field. */
export function parseFilter(text: string): LetterFilter | undefined {
  const [, field, value] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
  return field === undefined || value === undefined ? undefined : { field, value };
}

/**
 * Why a filter can match no dead letter of a function; undefined where it can. Any name may be a field of a stream
 * entry.
 */
export function filterProblem({ field }: LetterFilter, { kind }: FunctionDescriptor): string | undefined {
  if (field === anywhere) return undefined;
  if (kind === 'stream' || Object.hasOwn(facts, field) || field.startsWith(payloadPrefix)) return undefined;
  return `a dead letter of a ${kind} function has no field ${field}, but ${Object.keys(facts).join(', ')} and ${payloadPrefix}<path>`;
}

/** Whether a dead letter matches all filters. */
export function matchesAll(
  filters: readonly LetterFilter[],
  letter: DeadLetter,
  descriptor: FunctionDescriptor,
): boolean {
  return filters.every(({ field, value }) =>
    field === anywhere
      ? textsOf(letter).some((text) => text.includes(value))
      : valuesOf(field, letter, descriptor).includes(value),
  );
}

const payloadPrefix = 'payload.';

/** Fields of every dead letter. One matches where one of its values is the one asked for. */
const facts: { readonly [field: string]: (letter: DeadLetter) => readonly string[] } = {
  id: ({ id, message }) => [id, ...(message.kind === 'stream' ? [message.id] : [])],
  reason: ({ reason }) => [reason],
  error: ({ error: { name, message } }) => [name, message, `${name}: ${message}`],
  group: (letter) => [groupOf(letter)],
  source: ({ source }) => [source],
  attempts: ({ attempts }) => [String(attempts)],
};

function valuesOf(field: string, letter: DeadLetter, descriptor: FunctionDescriptor): readonly string[] {
  const fact = Object.hasOwn(facts, field) ? facts[field] : undefined;
  if (fact) return fact(letter);
  const { message } = letter;
  if (!field.startsWith(payloadPrefix)) {
    return message.kind === 'stream' ? valuesOfField(message.fields, field) : [];
  }
  const path = field.slice(payloadPrefix.length).split('.');
  if (message.kind !== 'stream') return some(jsonValueAt(message.body.toString(), path));
  const payloadField = descriptor.kind === 'stream' ? descriptor.payloadField : undefined;
  const [name = '', ...rest] = payloadField === undefined ? path : [payloadField, ...path];
  const values = valuesOfField(message.fields, name);
  return rest.length === 0 ? values : values.flatMap((value) => some(jsonValueAt(value, rest)));
}

/** What somebody may have read of it. */
function textsOf({ id, error: { name, message }, message: raw }: DeadLetter): readonly string[] {
  const parts = raw.kind === 'stream' ? raw.fields.flat() : [raw.body];
  return [id, `${name}: ${message}`, ...parts.map((part) => part.toString())];
}

function valuesOfField(
  fields: readonly (readonly [name: Buffer, value: Buffer])[],
  wanted: string,
): string[] {
  return fields.filter(([name]) => name.toString() === wanted).map(([, value]) => value.toString());
}

function some(value: string | undefined): readonly string[] {
  return value === undefined ? [] : [value];
}
