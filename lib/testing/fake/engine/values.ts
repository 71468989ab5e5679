import type { Bytes } from '../resp/bytes.js';
import type { ListValue } from './list-value.js';
import type { SortedSet } from './sorted-set.js';
import type { Stream } from './stream/stream.js';

export interface StringValue {
  readonly type: 'string';
  bytes: Bytes;
}

export interface HashValue {
  readonly type: 'hash';
  readonly fields: Map<Bytes, Bytes>;
  /** When fields expire, those that do. */
  expiries?: Map<Bytes, number> | undefined;
}

export interface SetValue {
  readonly type: 'set';
  readonly members: Set<Bytes>;
}

/** What a key can hold; `type` is what TYPE answers. */
export type Value = StringValue | ListValue | HashValue | SetValue | SortedSet | Stream;

export type ValueType = Value['type'];

export type ValueOf<T extends ValueType> = Extract<Value, { readonly type: T }>;

export function isOfType<T extends ValueType>(value: Value, type: T): value is ValueOf<T> {
  return value.type === type;
}
