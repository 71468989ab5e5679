import type { Bytes } from '../resp/bytes.js';
import { ListValue } from '../engine/list-value.js';
import { SortedSet } from '../engine/sorted-set.js';
import type { HashValue, SetValue, Value } from '../engine/values.js';
import { BadFormat } from './bad-format.js';
import { readIntset, readListpack, readZiplist } from './packed.js';
import { RdbReader } from './rdb-reader.js';
import { readStream } from './read-stream.js';
import { rdbTypes } from './types.js';

/** A value of the RDB format; throws BadFormat for bytes that are none. */
export function deserializedValue(bytes: Bytes): Value {
  const reader = new RdbReader(bytes);
  const read = readers.get(reader.byte());
  if (!read) throw new BadFormat('an unknown type of value');
  return read(reader);
}

const readers: ReadonlyMap<number, (reader: RdbReader) => Value> = new Map([
  [rdbTypes.string, (reader: RdbReader): Value => ({ type: 'string', bytes: reader.string() })],
  [rdbTypes.list, (reader) => listOf(strings(reader, reader.length()))],
  [rdbTypes.listZiplist, (reader) => listOf(readZiplist(reader.string()))],
  [
    rdbTypes.quicklistOfZiplists,
    (reader) => listOf(times(reader, () => readZiplist(reader.string())).flat()),
  ],
  [rdbTypes.quicklist, (reader) => listOf(times(reader, () => quicklistNode(reader)).flat())],
  [rdbTypes.set, (reader) => setWith(strings(reader, reader.length()))],
  [rdbTypes.intset, (reader) => setWith(readIntset(reader.string()))],
  [rdbTypes.setListpack, (reader) => setWith(readListpack(reader.string()))],
  [rdbTypes.hash, (reader) => hashOf(strings(reader, reader.length() * 2))],
  [rdbTypes.hashZiplist, (reader) => hashOf(readZiplist(reader.string()))],
  [rdbTypes.hashListpack, (reader) => hashOf(readListpack(reader.string()))],
  [rdbTypes.expiringHash, readExpiringHash],
  [rdbTypes.expiringHashOfValkey, readExpiringHashOfValkey],
  [rdbTypes.expiringHashListpack, readExpiringHashListpack],
  [rdbTypes.zset, (reader) => sortedSetOf(times(reader, () => [reader.string(), reader.double()]))],
  [
    rdbTypes.zsetOfTexts,
    (reader) => sortedSetOf(times(reader, () => [reader.string(), reader.textualDouble()])),
  ],
  [rdbTypes.zsetZiplist, (reader) => sortedSetOf(scoredPairs(readZiplist(reader.string())))],
  [rdbTypes.zsetListpack, (reader) => sortedSetOf(scoredPairs(readListpack(reader.string())))],
  [rdbTypes.stream6, (reader) => readStream(reader, rdbTypes.stream6)],
  [rdbTypes.stream7, (reader) => readStream(reader, rdbTypes.stream7)],
  [rdbTypes.stream7_2, (reader) => readStream(reader, rdbTypes.stream7_2)],
]);

/** As many as a length says, which is not believed before they are there. */
function times<T>(reader: RdbReader, read: () => T, count = reader.length()): T[] {
  const items: T[] = [];
  for (let left = count; left > 0; left--) items.push(read());
  return items;
}

const strings = (reader: RdbReader, count: number): Bytes[] => times(reader, () => reader.string(), count);

/** A node is one long element by itself, or a listpack of several. */
function quicklistNode(reader: RdbReader): Bytes[] {
  const container = reader.length();
  if (container !== 1 && container !== 2) throw new BadFormat('an unknown node of a list');
  return container === 1 ? [reader.string()] : readListpack(reader.string());
}

function listOf(elements: readonly Bytes[]): ListValue {
  return new ListValue(notEmpty(elements));
}

function setWith(members: readonly Bytes[]): SetValue {
  const set = new Set(notEmpty(members));
  if (set.size < members.length) throw new BadFormat('a member twice');
  return { type: 'set', members: set };
}

function hashOf(texts: readonly Bytes[]): HashValue {
  const fields = new Map<Bytes, Bytes>(pairs(texts));
  if (fields.size * 2 < texts.length) throw new BadFormat('a field twice');
  return { type: 'hash', fields };
}

function readExpiringHash(reader: RdbReader): HashValue {
  const earliest = reader.time();
  return expiringHash(
    times(reader, () => {
      const time = reader.length();
      return [reader.string(), reader.string(), time === 0 ? 0 : earliest + time - 1];
    }),
  );
}

function readExpiringHashOfValkey(reader: RdbReader): HashValue {
  return expiringHash(
    times(reader, () => [reader.string(), reader.string(), Math.max(0, reader.time())] as const),
  );
}

function readExpiringHashListpack(reader: RdbReader): HashValue {
  reader.time();
  const texts = readListpack(reader.string());
  if (texts.length % 3 !== 0) throw new BadFormat('a field without a value');
  return expiringHash(
    Array.from({ length: texts.length / 3 }, (_, index) => {
      const [field = '', value = '', time] = texts.slice(index * 3, index * 3 + 3);
      return [field, value, Number(time)];
    }),
  );
}

function expiringHash(found: readonly (readonly [field: Bytes, value: Bytes, time: number])[]): HashValue {
  const hash: HashValue = {
    ...hashOf(found.flatMap(([field, value]) => [field, value])),
    expiries: new Map(),
  };
  for (const [field, , time] of found) if (time !== 0) hash.expiries?.set(field, time);
  return hash;
}

function sortedSetOf(scored: readonly (readonly [member: Bytes, score: number])[]): SortedSet {
  const set = new SortedSet();
  for (const [member, score] of notEmpty(scored)) {
    if (Number.isNaN(score) || set.score(member) !== undefined) throw new BadFormat('a member twice');
    set.set(member, score);
  }
  return set;
}

const scoredPairs = (texts: readonly Bytes[]): (readonly [Bytes, number])[] =>
  pairs(texts).map(([member, score]) => [member, numberIn(score)]);

const numberIn = (text: Bytes): number =>
  text === 'inf' ? Infinity : text === '-inf' ? -Infinity : Number(text);

function pairs(texts: readonly Bytes[]): (readonly [Bytes, Bytes])[] {
  notEmpty(texts);
  if (texts.length % 2 !== 0) throw new BadFormat('a field without a value');
  return Array.from({ length: texts.length / 2 }, (_, index) => [
    texts[index * 2] ?? '',
    texts[index * 2 + 1] ?? '',
  ]);
}

/** A key without elements cannot be. */
function notEmpty<T>(items: readonly T[]): readonly T[] {
  if (items.length === 0) throw new BadFormat('an empty value');
  return items;
}
