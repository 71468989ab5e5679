import { decodeReply, RawReply } from '../../redis/ioredis/replies/raw-reply.js';
import { respType, type RespCursor } from '../../redis/ioredis/replies/resp-cursor.js';
import { fieldPairs, type EntryReply } from '../../redis/commands/stream-reply.js';
import { StreamEntry, type StreamField } from '../../messages/stream-entry.js';

/** Reads the reply of XREADGROUP: pairs of key and entries, nested in RESP2 and flat in RESP3. */
export function readEntries(reply: unknown): StreamEntry[] {
  if (reply instanceof RawReply) return readRaw(reply.cursor) ?? readDecoded(decodeReply(reply));
  return readDecoded(reply);
}

/** Reads the reply of XCLAIM; before Redis 7 there is nothing in the place of an entry that was deleted. */
export function readClaimedEntries(reply: unknown, key: string, deliveryCount: number): StreamEntry[] {
  const entries: StreamEntry[] = [];
  if (reply instanceof RawReply) {
    if (readRawOf(reply.cursor, key, deliveryCount, entries)) return entries;
    entries.length = 0;
  }
  const lines = reply instanceof RawReply ? decodeReply(reply) : reply;
  for (const line of lines as (EntryReply | null)[]) {
    if (line?.[1]) entries.push(new StreamEntry(key, line[0].toString(), fieldPairs(line[1]), deliveryCount));
  }
  return entries;
}

function readDecoded(reply: unknown): StreamEntry[] {
  if (!Array.isArray(reply)) return [];
  const flat = (Array.isArray(reply[0]) ? reply.flat(1) : reply) as (Buffer | readonly EntryReply[])[];
  const entries: StreamEntry[] = [];
  for (let index = 0; index + 1 < flat.length; index += 2) {
    const key = String(flat[index]);
    for (const [id, fields] of flat[index + 1] as readonly EntryReply[]) {
      entries.push(new StreamEntry(key, id.toString(), fieldPairs(fields ?? [])));
    }
  }
  return entries;
}

/**
 * Makes no Buffer for an id, nor for a name that the entry before has as well. Returns undefined where the reply looks
 * different than expected.
 */
function readRaw(cursor: RespCursor): StreamEntry[] | undefined {
  const isNested = cursor.isAt(respType.array);
  const entries: StreamEntry[] = [];
  for (let keys = cursor.readNumber(); keys > 0; keys--) {
    if (isNested && !(cursor.isAt(respType.array) && cursor.readNumber() === 2)) return undefined;
    if (!cursor.isAt(respType.blobString)) return undefined;
    const key = cursor.readBytes().toString();
    if (!readRawOf(cursor, key, undefined, entries)) return undefined;
  }
  return entries;
}

/** The entries of one key. Returns whether they look as expected. */
function readRawOf(
  cursor: RespCursor,
  key: string,
  deliveryCount: number | undefined,
  entries: StreamEntry[],
): boolean {
  if (!cursor.isAt(respType.array)) return false;
  for (let count = cursor.readNumber(); count > 0; count--) {
    if (!cursor.isAt(respType.array) || cursor.readNumber() !== 2) return false;
    if (!cursor.isAt(respType.blobString)) return false;
    const id = cursor.readAscii();
    if (!cursor.isAt(respType.array)) return false;
    entries.push(new StreamEntry(key, id, readFields(cursor, entries.at(-1)?.fields), deliveryCount));
  }
  return true;
}

function readFields(cursor: RespCursor, before: readonly StreamField[] | undefined): StreamField[] {
  const fields = new Array<StreamField>(Math.max(0, cursor.readNumber()) >> 1);
  for (let index = 0; index < fields.length; index++) {
    const known = before?.[index]?.[0];
    const name = known && cursor.skipIfEqual(known) ? known : cursor.readBytes();
    fields[index] = [name, cursor.readBytes()];
  }
  return fields;
}
