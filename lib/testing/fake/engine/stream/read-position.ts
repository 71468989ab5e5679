import type { VersionNumber } from '../../versions.js';
import type { ConsumerGroup } from './consumer-group.js';
import type { Stream } from './stream.js';
import { compareIds, isSameId, smallestId, type StreamId } from './stream-id.js';

/** Whether an entry at or behind this id was deleted. */
function hasTombstoneFrom(stream: Stream, id: StreamId): boolean {
  if (stream.length === 0 || isSameId(stream.maxDeletedId, smallestId)) return false;
  return compareIds(id, stream.maxDeletedId) <= 0;
}

/** How many entries were ever added up to this id; undefined where deletions hide it. */
export function estimateEntriesUpTo(stream: Stream, id: StreamId): number | undefined {
  const { entriesAdded, length, lastId, firstId, maxDeletedId } = stream;
  if (entriesAdded === 0) return 0;
  if (length === 0 && compareIds(id, lastId) < 1) return entriesAdded;
  if (!isSameId(id, smallestId) && compareIds(id, maxDeletedId) < 0) return undefined;
  const fromLast = compareIds(id, lastId);
  if (fromLast === 0) return entriesAdded;
  if (fromLast > 0) return undefined;
  if (!isSameId(maxDeletedId, smallestId) && compareIds(maxDeletedId, firstId) >= 0) return undefined;
  const fromFirst = compareIds(id, firstId);
  if (fromFirst < 0) return entriesAdded - length;
  return fromFirst === 0 ? entriesAdded - length + 1 : undefined;
}

/** Notes that a group has read up to this entry. */
export function advanceGroup(
  stream: Stream,
  group: ConsumerGroup,
  id: StreamId,
  version: VersionNumber,
): void {
  if (compareIds(id, group.lastId) <= 0) return;
  const canCount =
    version >= 8
      ? compareIds(group.lastId, stream.firstId) >= 0 && !hasTombstoneFrom(stream, group.lastId)
      : !hasTombstoneFrom(stream, id);
  if (group.entriesRead !== undefined && canCount) group.entriesRead++;
  else if (stream.entriesAdded > 0) group.entriesRead = estimateEntriesUpTo(stream, id);
  group.lastId = id;
}

/** How many entries the group has not read yet; undefined where deletions hide it. */
export function lagOf(stream: Stream, group: ConsumerGroup, version: VersionNumber): number | undefined {
  if (stream.entriesAdded === 0) return 0;
  if (version >= 8 && compareIds(group.lastId, stream.firstId) < 0 && stream.length > 0) {
    const isWhole = compareIds(stream.maxDeletedId, stream.firstId) < 0;
    if (isWhole) return stream.length;
  }
  const read =
    group.entriesRead !== undefined && !hasTombstoneFrom(stream, group.lastId)
      ? group.entriesRead
      : estimateEntriesUpTo(stream, group.lastId);
  return read === undefined ? undefined : stream.entriesAdded - read;
}
