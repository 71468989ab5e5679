import type { RedisCommand } from '../connection/command-sender.js';
import type { StreamFunction } from '../functions/function-descriptor.js';
import { fieldPairs, type EntryReply } from '../connection/stream-reply.js';
import { StreamEntry } from '../messages/stream-entry.js';

/** Reads new entries for this consumer (XREADGROUP … >); waits for at most `waitInMs`, or not at all. */
export function readNew(
  { consumerGroup }: StreamFunction,
  consumer: string,
  keys: readonly string[],
  count: number,
  waitInMs?: number,
): RedisCommand {
  const block = waitInMs === undefined ? [] : ['BLOCK', waitInMs];
  const from = keys.map(() => '>');
  return [
    'XREADGROUP',
    'GROUP',
    consumerGroup,
    consumer,
    'COUNT',
    count,
    ...block,
    'STREAMS',
    ...keys,
    ...from,
  ];
}

/** The commands that acknowledge entries and, if the function says so, delete them. */
export function acknowledge(
  { consumerGroup, deleteAfterProcess }: StreamFunction,
  key: string,
  ids: readonly string[],
): readonly RedisCommand[] {
  const ack: RedisCommand = ['XACK', key, consumerGroup, ...ids];
  return deleteAfterProcess ? [ack, ['XDEL', key, ...ids]] : [ack];
}

/** Looks whether an entry is pending for this very consumer: one line, or none. */
export function lookForPending(
  { consumerGroup }: StreamFunction,
  consumer: string,
  { key, id }: Pick<StreamEntry, 'key' | 'id'>,
): RedisCommand {
  return ['XPENDING', key, consumerGroup, id, id, 1, consumer];
}

/** Reads the reply of XREADGROUP: pairs of key and entries, nested in RESP2 and flat in RESP3. */
export function readEntries(reply: unknown): StreamEntry[] {
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
