import type { Redis } from 'ioredis';

/** What a test sends: strings and Buffers as they are, everything else as JSON. */
export type Sendable = string | Buffer | number | boolean | object | null;

/** The value as Redis gets it. */
export function toRedis(value: Sendable): string | Buffer {
  return typeof value === 'string' || Buffer.isBuffer(value) ? value : JSON.stringify(value);
}

/** The fields of a stream entry as Redis gets them: of an object, or pairs where a name is to be repeated. */
export function toFields(
  fields: Readonly<Record<string, Sendable>> | readonly (readonly [string | Buffer, Sendable])[],
): (string | Buffer)[] {
  const pairs = Array.isArray(fields)
    ? (fields as readonly (readonly [string, Sendable])[])
    : Object.entries(fields);
  return pairs.flatMap(([name, value]) => [name, toRedis(value)]);
}

/** Adds a stream entry; resolves with its id. */
export async function addEntry(
  redis: Redis,
  key: string,
  fields: Parameters<typeof toFields>[0],
  id: string,
): Promise<string> {
  return (await redis.xadd(key, id, ...toFields(fields))) ?? '';
}
