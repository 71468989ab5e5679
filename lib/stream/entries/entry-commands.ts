import type { RedisCommand } from '../../redis/commands/command-sender.js';
import type { StreamFunction } from '../../functions/function-descriptor.js';
import type { StreamEntry } from '../../messages/stream-entry.js';

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

/** The commands that acknowledge entries and, if the function says so, delete them even if other groups need them. */
export function acknowledge(
  { consumerGroup, deleteAfterProcess }: StreamFunction,
  key: string,
  ids: readonly string[],
): readonly [RedisCommand, ...RedisCommand[]] {
  const ack: RedisCommand = ['XACK', key, consumerGroup, ...ids];
  return deleteAfterProcess === 'always' ? [ack, ['XDEL', key, ...ids]] : [ack];
}

/** Looks whether an entry is pending for this very consumer: one line, or none. */
export function lookForPending(
  { consumerGroup }: StreamFunction,
  consumer: string,
  { key, id }: Pick<StreamEntry, 'key' | 'id'>,
): RedisCommand {
  return ['XPENDING', key, consumerGroup, id, id, 1, consumer];
}
