import type { Bytes } from '../resp/bytes.js';
import { ConsumerGroup } from '../engine/stream/consumer-group.js';
import { estimateEntriesUpTo } from '../engine/stream/read-position.js';
import { Stream } from '../engine/stream/stream.js';
import { isSameId, type StreamId } from '../engine/stream/stream-id.js';
import { BadFormat } from './bad-format.js';
import { ByteReader } from './byte-reader.js';
import { readListpack } from './packed.js';
import type { RdbReader } from './rdb-reader.js';
import { rdbTypes } from './types.js';
import { unknownCount } from './write-stream.js';

type StreamType = typeof rdbTypes.stream6 | typeof rdbTypes.stream7 | typeof rdbTypes.stream7_2;

/** Bits in the flags of a packed entry. */
const flags = { deleted: 1, sameFields: 2 } as const;

/** Redis' own limits: how an approximate trim goes later depends on where nodes end. */
const nodeLimits = { entries: 100, bytes: 4096 };

/** A stream with its groups, in one of the three forms that there were. */
export function readStream(reader: RdbReader, type: StreamType): Stream {
  const stream = new Stream();
  for (let left = reader.length(); left > 0; left--) readNode(reader, stream);
  const { length } = stream;
  if (reader.length() !== length) throw new BadFormat('a wrong count of entries');
  stream.lastId = readId(reader);
  if (type !== rdbTypes.stream6) {
    if (!isSameId(readId(reader), stream.firstId)) throw new BadFormat('a wrong first id');
    stream.maxDeletedId = readId(reader);
    stream.entriesAdded = reader.length();
  }
  for (let left = reader.length(); left > 0; left--) readGroup(reader, stream, type);
  return stream;
}

function readNode(reader: RdbReader, stream: Stream): void {
  const first = idIn(new ByteReader(reader.string()));
  const elements = readListpack(reader.string())[Symbol.iterator]();
  const next = (): Bytes => {
    const { value, done } = elements.next();
    if (done) throw new BadFormat('an entry ends too early');
    return value;
  };
  const some = (count: number): Bytes[] => {
    const texts: Bytes[] = [];
    for (let left = count; left > 0; left--) texts.push(next());
    return texts;
  };
  const total = number(next()) + number(next());
  const names = some(number(next()));
  next();
  for (let left = total; left > 0; left--) {
    const bits = number(next());
    const id = { ms: first.ms + big(next()), seq: BigInt.asUintN(64, first.seq + big(next())) };
    const fields =
      bits & flags.sameFields ? names.flatMap((name) => [name, next()]) : some(number(next()) * 2);
    next();
    if (!(bits & flags.deleted)) stream.append({ id, fields }, nodeLimits);
  }
}

function readGroup(reader: RdbReader, stream: Stream, type: StreamType): void {
  const name = reader.string();
  const lastId = readId(reader);
  const read = type === rdbTypes.stream6 ? undefined : reader.big();
  const group = new ConsumerGroup(
    lastId,
    read === undefined
      ? estimateEntriesUpTo(stream, lastId)
      : read === unknownCount
        ? undefined
        : Number(read),
  );
  const pending = new Map<string, { readonly deliveredAt: number; readonly count: number }>();
  for (let left = reader.length(); left > 0; left--) {
    pending.set(reader.raw(16), { deliveredAt: reader.time(), count: reader.length() });
  }
  for (let left = reader.length(); left > 0; left--) {
    const consumer = group.addConsumer(reader.string(), reader.time());
    const activeAt = type === rdbTypes.stream7_2 ? reader.time() : consumer.seenAt;
    consumer.activeAt = activeAt < 0 ? undefined : activeAt;
    for (let owned = reader.length(); owned > 0; owned--) {
      const bytes = reader.raw(16);
      const entry = pending.get(bytes);
      if (!entry) throw new BadFormat('a pending entry that its group does not have');
      group.deliver(idIn(new ByteReader(bytes)), consumer, entry.deliveredAt, entry.count);
    }
  }
  if (group.pending.size !== pending.size) throw new BadFormat('a pending entry without a consumer');
  stream.groups.set(name, group);
}

const readId = (reader: RdbReader): StreamId => ({ ms: reader.big(), seq: reader.big() });
const idIn = (reader: ByteReader): StreamId => ({
  ms: reader.unsignedBigEndian(8),
  seq: reader.unsignedBigEndian(8),
});

function big(text: Bytes): bigint {
  if (!/^-?\d+$/.test(text)) throw new BadFormat('a text where a number must be');
  return BigInt(text);
}

const number = (text: Bytes): number => Number(big(text));
