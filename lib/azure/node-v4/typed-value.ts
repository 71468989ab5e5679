import type { BindingValue } from '../invocation/trigger-value.js';
import type { TypedData } from './programming-model.js';

/** A value of a binding, as a programming model takes it. */
export function toTypedData(value: BindingValue): TypedData {
  if (value === undefined) return {};
  if (typeof value === 'string') return { string: value };
  if (Buffer.isBuffer(value)) return { bytes: value };
  const all = value as readonly (string | Buffer)[];
  return all.some((each) => typeof each !== 'string')
    ? { collectionBytes: { bytes: all.map((each) => Buffer.from(each as Buffer)) } }
    : { collectionString: { string: all as readonly string[] } };
}

/** What is known of a message: structures as JSON, all else as text. */
export function metadataOf(value: unknown): TypedData {
  return typeof value === 'object' && value !== null
    ? { json: JSON.stringify(value) }
    : { string: String(value) };
}

/** What a function gave, from its programming model. */
export function fromTypedData(data: TypedData | null | undefined): unknown {
  if (!data) return undefined;
  const { string, json, bytes, int, double } = data;
  if (typeof json === 'string') return JSON.parse(json) as unknown;
  return string ?? (bytes ? Buffer.from(bytes) : undefined) ?? int ?? double ?? undefined;
}
