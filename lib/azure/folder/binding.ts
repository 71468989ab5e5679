import type { TriggerKind } from '../../messages/raw-message.js';
import type { JsonObject } from './read-json-file.js';

/** A binding of a function.json: what a value of the function comes from, or goes to. */
export interface Binding {
  /** The name of the parameter; `$return`: what the function returns. */
  readonly name: string;
  /** As it is written. */
  readonly type: string;
  readonly direction: 'in' | 'out';
  /** Whether its values are bytes; else they are text. */
  readonly isBinary: boolean;
  /** Whether the function gets several messages at once. */
  readonly isMany: boolean;
  /** Its members as they are written. */
  readonly members: JsonObject;
}

/** The kind of trigger that a type means, in the spellings of all versions; undefined for the type of anything else. */
export function triggerKindOf(type: string): TriggerKind | undefined {
  const [, kind] = /^redis(pubsub|list|stream)s?trigger$/i.exec(type) ?? [];
  return kind?.toLowerCase() as TriggerKind | undefined;
}

export function isTrigger({ type }: Pick<Binding, 'type'>): boolean {
  return /trigger$/i.test(type);
}

/** Whether it is the binding that reads from Redis, or sends something to it. */
export function isRedis({ type }: Pick<Binding, 'type'>): boolean {
  return type.toLowerCase() === 'redis';
}
