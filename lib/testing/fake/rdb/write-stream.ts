import type { Bytes } from '../resp/bytes.js';
import type { ConsumerGroup, PendingEntry } from '../engine/stream/consumer-group.js';
import type { Stream } from '../engine/stream/stream.js';
import type { StreamEntry } from '../engine/stream/stream-entry.js';
import type { StreamId } from '../engine/stream/stream-id.js';
import type { VersionNumber } from '../versions.js';
import { listpackOf } from './listpack-writer.js';
import { bigEndian, type RdbWriter } from './rdb-writer.js';
import { rdbTypes } from './types.js';

/** Redis' way to say that it does not know how many entries a group has read: -1, without a sign. */
export const unknownCount = 2n ** 64n - 1n;

/** A stream with its groups, in the form of the version. */
export function writeStream(writer: RdbWriter, stream: Stream, version: VersionNumber): void {
  writer.byte(version >= 7.2 ? rdbTypes.stream7_2 : version >= 7 ? rdbTypes.stream7 : rdbTypes.stream6);
  const nodes = [...stream.packs()];
  writer.length(nodes.length);
  for (const entries of nodes) {
    const [first] = entries;
    if (first) writer.string(idBytes(first.id)).string(pack(entries, first));
  }
  writer.length(stream.length);
  writeId(writer, stream.lastId);
  if (version >= 7) {
    writeId(writer, stream.firstId);
    writeId(writer, stream.maxDeletedId);
    writer.length(stream.entriesAdded);
  }
  writer.length(stream.groups.size);
  for (const [name, group] of stream.groups) writeGroup(writer.string(name), group, version);
}

/** The entries of a node: a head with the field names of the first, then each as what differs from it. */
function pack(entries: readonly StreamEntry[], first: StreamEntry): Bytes {
  const names = namesOf(first);
  const elements: (Bytes | number | bigint)[] = [entries.length, 0, names.length, ...names, 0];
  for (const { id, fields } of entries) {
    const own = namesOf({ id, fields });
    const isAlike = own.length === names.length && own.every((name, index) => name === names[index]);
    const content = isAlike ? fields.filter((_, index) => index % 2 === 1) : [own.length, ...fields];
    elements.push(isAlike ? 2 : 0, id.ms - first.id.ms, BigInt.asIntN(64, id.seq - first.id.seq));
    elements.push(...content, content.length + 3);
  }
  return listpackOf(elements);
}

const namesOf = ({ fields }: StreamEntry): Bytes[] => fields.filter((_, index) => index % 2 === 0);

function writeGroup(writer: RdbWriter, group: ConsumerGroup, version: VersionNumber): void {
  writeId(writer, group.lastId);
  if (version >= 7) writer.length(group.entriesRead ?? unknownCount);
  writePending(writer, group.pending.all(), { whole: true });
  writer.length(group.consumers.length);
  for (const { name, seenAt, activeAt, pending } of group.consumers) {
    writer.string(name).time(seenAt);
    if (version >= 7.2) writer.time(activeAt ?? -1);
    writePending(writer, pending.all(), { whole: false });
  }
}

function writePending(
  writer: RdbWriter,
  entries: readonly PendingEntry[],
  { whole }: { readonly whole: boolean },
): void {
  writer.length(entries.length);
  for (const { id, deliveredAt, deliveryCount } of entries) {
    writer.raw(idBytes(id));
    if (whole) writer.time(deliveredAt).length(deliveryCount);
  }
}

const writeId = (writer: RdbWriter, { ms, seq }: StreamId): RdbWriter => writer.length(ms).length(seq);
const idBytes = ({ ms, seq }: StreamId): Bytes => bigEndian(ms, 8) + bigEndian(seq, 8);
