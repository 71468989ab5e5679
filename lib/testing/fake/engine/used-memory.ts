import type { Database, Entry } from './database.js';
import type { Value } from './values.js';

/** What an empty server takes, roughly. */
const idle = 860_000;
const perEntry = 80;
const perElement = 40;

/** A rough count of the bytes in use: enough to run into `maxmemory` and to come out of it. */
export function usedMemory(databases: readonly Database[]): number {
  let total = idle;
  for (const database of databases) {
    for (const [key, entry] of database.keys()) total += sizeOfEntry(key, entry);
  }
  return total;
}

/** Roughly what a key and its value take. */
export function sizeOfEntry(key: string, { value }: Pick<Entry, 'value'>): number {
  return perEntry + key.length + sizeOf(value);
}

function sizeOf(value: Value): number {
  switch (value.type) {
    case 'string':
      return value.bytes.length;
    case 'list':
      return sum(value.slice());
    case 'set':
      return sum(value.members);
    case 'hash':
      return sum(value.fields.keys()) + sum(value.fields.values());
    case 'zset':
      return sum(value.members.map(({ member }) => member));
    case 'stream':
      return value.byteCount + value.length * perElement;
  }
}

function sum(elements: Iterable<string>): number {
  let total = 0;
  for (const element of elements) total += perElement + element.length;
  return total;
}
