import type { CommandSender, RedisCommand } from '../../redis/commands/command-sender.js';
import { isForbidden } from '../../redis/errors/error-kind.js';
import { runScriptIfPermitted } from '../../redis/commands/run-script.js';
import { StreamEntry } from '../../messages/stream-entry.js';
import { compareIds, fieldPairs, idAfter } from '../../redis/commands/stream-reply.js';
import { dropMissing, type DroppedEntries } from './drop-missing.js';
import { leaveRaw } from '../../redis/commands/left-raw.js';
import { readPendingLines, type PendingLine } from './pending-lines.js';
import { hasEntry } from '../../redis/commands/lua/look-at-stream.js';
import type { EntryRef } from './held-entry.js';

/** From one id to another, both included. */
export interface IdRange {
  readonly from: string;
  readonly to: string;
}

/** Lines of XPENDING that are asked for at once where all are wanted. */
const pageSize = 1_000;

/** Whom an entry is pending for; or that it is pending for nobody, or not in the stream. */
export type PendingState = { readonly consumer: string } | 'not pending' | 'gone';

/** Reads and claims the pending entries of a group, as one of its consumers. */
export class PendingCommands {
  constructor(
    private readonly client: CommandSender,
    private readonly group: string,
    private readonly consumer: string,
  ) {}

  /**
   * The highest id that is pending at present, whoever holds it; undefined where nothing is. Whoever looks at all that
   * is pending stops here, because while much is read there would always be one more page.
   */
  async lastId(key: string): Promise<string | undefined> {
    const [, , last] = (await this.client.send(['XPENDING', key, this.group])) as [
      number,
      unknown,
      Buffer | null,
    ];
    return last?.toString();
  }

  /** The pending entries of a range of ids (XPENDING), at most `count`; of one consumer, or of all. */
  async list(key: string, { from, to }: IdRange, count: number, consumer?: string): Promise<PendingLine[]> {
    const of = consumer === undefined ? [] : [consumer];
    const command = leaveRaw(['XPENDING', key, this.group, from, to, count, ...of]);
    return readPendingLines(await this.client.send(command));
  }

  /** Of these entries, those that are pending for this consumer, and how idle each is. */
  async ownOf(key: string, ids: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const [first, ...others] = [...ids].sort(compareIds);
    const to = others.at(-1) ?? first;
    const idle = new Map<string, number>();
    for (let from = first; from !== undefined && to !== undefined;) {
      const page = await this.list(key, { from, to }, pageSize, this.consumer);
      for (const { id, idleInMs } of page) idle.set(id, idleInMs);
      const last = page.at(-1);
      from = last && page.length === pageSize ? idAfter(last.id) : undefined;
    }
    return idle;
  }

  async stateOf(key: string, id: string): Promise<PendingState> {
    const [line] = await this.list(key, { from: id, to: id }, 1);
    const isOthers = line !== undefined && line.consumer !== this.consumer;
    if (!isOthers && !(await this.exists(key, id))) return 'gone';
    return line ? { consumer: line.consumer } : 'not pending';
  }

  /** Whether an entry is in the stream, without reading it; true where the user may not ask. */
  private async exists(key: string, id: string): Promise<boolean> {
    const found = await runScriptIfPermitted(this.client, hasEntry, [key], [id]);
    if (found !== undefined) return Number(found) > 0;
    try {
      return ((await this.client.send(['XRANGE', key, id, id, 'COUNT', 1])) as unknown[]).length > 0;
    } catch (error) {
      if (!isForbidden(error)) throw error;
      return true;
    }
  }

  /**
   * Ends what is pending for entries that are not in the stream any more: before Redis 7 no claim does so. Resolves
   * with how many were pending until then.
   */
  async drop(key: string, ids: readonly string[]): Promise<number> {
    return ids.length > 0 ? Number(await this.client.send(['XACK', key, this.group, ...ids])) : 0;
  }

  /**
   * Ends what is pending for those of these entries that are not in the stream any more. Resolves with the others, and
   * with how many were pending until then.
   */
  dropMissing(key: string, ids: readonly string[]): Promise<DroppedEntries> {
    return dropMissing(this.client, this.group, key, ids);
  }

  /** Makes entries that are pending for nobody pending for this consumer; resolves with the ids of those. */
  async restore(
    key: string,
    ids: readonly string[],
    deliveryCount: number,
    minIdleInMs: number,
  ): Promise<string[]> {
    const options = ['RETRYCOUNT', deliveryCount, 'FORCE', 'JUSTID'];
    return ((await this.client.send(this.claim(key, ids, minIdleInMs, ...options))) as Buffer[]).map(String);
  }

  /** Claims without counting a delivery; resolves with the ids of those that were still idle for so long. */
  async hold(key: string, ids: readonly string[], minIdleInMs: number): Promise<string[]> {
    const reply = await this.client.send(this.claim(key, ids, minIdleInMs, 'JUSTID'));
    return (reply as Buffer[]).map(String);
  }

  /** Claims and counts a delivery; resolves with the entry, or undefined where it was deleted meanwhile. */
  deliver({ key, id, deliveryCount }: EntryRef): Promise<StreamEntry | undefined> {
    return this.claimOne(key, id, deliveryCount + 1);
  }

  /** Reads an entry that no handler is to see, without counting a delivery. */
  read({ key, id, deliveryCount }: EntryRef): Promise<StreamEntry | undefined> {
    return this.claimOne(key, id, deliveryCount);
  }

  private async claimOne(key: string, id: string, count: number): Promise<StreamEntry | undefined> {
    // The count is named because Redis may still count a delivery that could not be taken back.
    const reply = await this.client.send(this.claim(key, [id], 0, 'RETRYCOUNT', count));
    const [entry] = reply as ([Buffer, Buffer[] | null] | null)[];
    if (!entry?.[1]) return undefined;
    return new StreamEntry(key, id, fieldPairs(entry[1]), count);
  }

  /** Takes a delivery back: the entry is still pending, and was delivered so many times. */
  async uncount({ key, id, deliveryCount }: EntryRef): Promise<void> {
    await this.client.send(this.claim(key, [id], 0, 'RETRYCOUNT', deliveryCount, 'JUSTID'));
  }

  /**
   * Makes entries look as idle as this, so that others may claim them at once, and as often delivered; with
   * `restores` also those that are pending for nobody.
   */
  async leave(
    key: string,
    ids: readonly string[],
    deliveryCount: number,
    idleInMs: number,
    restores: boolean,
  ): Promise<void> {
    const force = restores ? ['FORCE'] : [];
    const options = ['IDLE', idleInMs, 'RETRYCOUNT', deliveryCount, ...force, 'JUSTID'];
    await this.client.send(this.claim(key, ids, 0, ...options));
  }

  private claim(
    key: string,
    ids: readonly string[],
    minIdleInMs: number,
    ...options: (string | number)[]
  ): RedisCommand {
    return ['XCLAIM', key, this.group, this.consumer, minIdleInMs, ...ids, ...options];
  }
}
