import { singleton } from 'tsyringe';
import { Message, RedisStreamTrigger, StreamEntry } from 'redis-triggers';
import { writesKey } from './cache.js';
import { ValuesTable, type VersionedValue } from './values-table.js';

// #region handler
@singleton()
export class WriteBehind {
  constructor(private readonly table: ValuesTable) {}

  @RedisStreamTrigger({
    connection: 'redisLocalhost',
    key: writesKey,
    batch: true,
    count: 500,
    concurrency: 4,
    deleteAfterProcess: true,
    retry: {
      strategy: 'exponentialBackoff',
      maxRetryCount: -1,
      minimumIntervalInMs: 100,
      maximumIntervalInMs: 10_000,
    },
  })
  async store(@Message(StreamEntry) entries: StreamEntry[]): Promise<void> {
    await this.table.upsert(lastOfEachKey(entries));
  }
}

/** Entries come in the order of their ids, so what is set last is the newest. */
function lastOfEachKey(entries: readonly StreamEntry[]): VersionedValue[] {
  const newest = new Map<string, VersionedValue>();
  for (const entry of entries) {
    const key = String(entry.value('key'));
    newest.set(key, { key, value: String(entry.value('value')), version: entry.id });
  }
  return [...newest.values()];
}
// #endregion handler
