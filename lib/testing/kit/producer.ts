import type { Redis } from 'ioredis';

/** What a test sends: strings and Buffers as they are, everything else as JSON. */
export type Sendable = string | Buffer | number | boolean | object | null;

/** The fields of an entry: an object, or pairs where a name is to be repeated. */
export type Fields = Readonly<Record<string, Sendable>> | readonly (readonly [string | Buffer, Sendable])[];

/** The value as Redis gets it. */
export function toRedis(value: Sendable): string | Buffer {
  return typeof value === 'string' || Buffer.isBuffer(value) ? value : JSON.stringify(value);
}

/** The fields of a stream entry as Redis gets them. */
export function toFields(fields: Fields): (string | Buffer)[] {
  const pairs = Array.isArray(fields)
    ? (fields as readonly (readonly [string, Sendable])[])
    : Object.entries(fields);
  return pairs.flatMap(([name, value]) => [name, toRedis(value)]);
}

/** Adds a stream entry; resolves with its id. */
export async function addEntry(redis: Redis, key: string, fields: Fields, id: string): Promise<string> {
  return (await redis.xadd(key, id, ...toFields(fields))) ?? '';
}
