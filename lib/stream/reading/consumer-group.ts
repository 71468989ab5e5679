import { isReply } from '../../redis/errors/redis-reply-error.js';
import type { CommandSender, RedisCommand } from '../../redis/commands/command-sender.js';
import { errorKind, isForbidden, isOutOfMemory } from '../../redis/errors/error-kind.js';
import { runScript, runScriptIfPermitted } from '../../redis/commands/run-script.js';
import type { StreamField } from '../../messages/stream-entry.js';
import { compareIds, fieldPairs, type EntryReply } from '../../redis/commands/stream-reply.js';
import type { StreamFunction } from '../../functions/function-descriptor.js';
import { leaveGroup } from '../../redis/commands/lua/leave-group.js';
import { hasEntry, lastGeneratedId } from '../../redis/commands/lua/look-at-stream.js';
import type { GroupPositions, LastDelivered } from './group-positions.js';

/** Makes sure of a function's consumer group on each of its streams. */
export class ConsumerGroup {
  constructor(
    private readonly descriptor: StreamFunction,
    private readonly client: CommandSender,
    private readonly positions: GroupPositions,
  ) {}

  /**
   * Makes the group of a key, and the stream if there is none; a group that is there is left as it is. A group that
   * was destroyed goes on behind the last entry that it is known to have delivered, or before what other
   * consumers had not acknowledged; in a stream that was made again it begins with the first entry.
   */
  async ensure(key: string): Promise<void> {
    const start = await this.startOf(key);
    try {
      await this.client.send(['XGROUP', 'CREATE', key, this.descriptor.consumerGroup, start, 'MKSTREAM']);
      this.positions.startedAt(key, start);
    } catch (error) {
      if (isReply(error, 'BUSYGROUP')) await this.found(key, start);
      // When memory is full Redis refuses this before it looks whether the group is there.
      else if (!isOutOfMemory(error) || !(await this.isMade(key))) throw error;
    }
  }

  /** Deletes a consumer that has nothing pending; one that has keeps it, for others to claim. */
  async leave(key: string, consumer: string): Promise<void> {
    const { consumerGroup } = this.descriptor;
    try {
      await runScript(this.client, leaveGroup, [key], [consumerGroup, consumer]);
    } catch (error) {
      if (!isForbidden(error)) throw error;
      await this.leaveByCommands(key, consumer);
    }
  }

  /** For users who may run no scripts. What the consumer reads between the two commands is lost with it. */
  private async leaveByCommands(key: string, consumer: string): Promise<void> {
    const { consumerGroup } = this.descriptor;
    const pending = await this.client.send(['XPENDING', key, consumerGroup, '-', '+', 1, consumer]);
    if (Array.isArray(pending) && pending.length > 0) return;
    await this.client.send(['XGROUP', 'DELCONSUMER', key, consumerGroup, consumer]);
  }

  /** Whether the group exists, asked with a command that every user who reads a stream may send. */
  private async isMade(key: string): Promise<boolean> {
    try {
      await this.client.send(['XPENDING', key, this.descriptor.consumerGroup]);
      return true;
    } catch (error) {
      if (errorKind(error) === 'repair') return false;
      throw error;
    }
  }

  /** Notes how far a group has come that was there already; where the user may not ask, at least to where it would begin. */
  private async found(key: string, start: string): Promise<void> {
    if (this.positions.lastOf(key) !== undefined) return;
    const { consumerGroup } = this.descriptor;
    const groups = await this.optional<unknown[][]>(['XINFO', 'GROUPS', key]);
    const line = groups?.find((each) => member(each, 'name') === consumerGroup);
    this.positions.startedAt(key, (line && member(line, 'last-delivered-id')) ?? start);
  }

  private async startOf(key: string): Promise<string> {
    const { startFrom } = this.descriptor;
    const last = this.positions.lastOf(key);
    if (last) return (await this.isSameStream(key, last)) ? (this.positions.restartOf(key) ?? last.id) : '0';
    // Where there is no stream yet, all that is in it later is new.
    return startFrom === '$' ? ((await this.lastId(key)) ?? '0') : startFrom;
  }

  /**
   * Whether a stream is the one that delivered this entry, rather than one that was made again since. If that cannot be
   * told, it is taken for another.
   */
  private async isSameStream(key: string, last: LastDelivered): Promise<boolean> {
    if (last.fields) {
      const [found] = (await this.range(key, last.id)) ?? [];
      // A stream that was deleted and made again within one millisecond gives the same ids to other entries.
      if (found) return haveSameFields(last.fields, fieldPairs(found[1] ?? []));
    } else if (await this.hasEntry(key, last.id)) {
      return true;
    }
    const lastId = await this.lastId(key, 'where allowed');
    return lastId !== undefined && compareIds(lastId, last.id) >= 0;
  }

  private async hasEntry(key: string, id: string): Promise<boolean> {
    const found = await runScriptIfPermitted(this.client, hasEntry, [key], [id]);
    return Number(found ?? (await this.range(key, id))?.length ?? 0) > 0;
  }

  /** The entry of this id, if there is one; undefined where the user may not ask. */
  private range(key: string, id: string): Promise<readonly EntryReply[] | undefined> {
    return this.optional(['XRANGE', key, id, id, 'COUNT', 1]);
  }

  /** The id that `$` means at this moment; undefined where there is no stream. */
  private async lastId(key: string, mode?: 'where allowed'): Promise<string | undefined> {
    const command: RedisCommand = ['XINFO', 'STREAM', key];
    try {
      const id = (await runScriptIfPermitted(this.client, lastGeneratedId, [key], [])) as Buffer | undefined;
      if (id !== undefined) return String(id);
      const reply = mode ? await this.optional<unknown[]>(command) : await this.client.send(command);
      return reply === undefined ? undefined : (member(reply as unknown[], 'last-generated-id') ?? '0');
    } catch (error) {
      if (isReply(error, 'ERR no such key')) return undefined;
      throw error;
    }
  }

  /** The reply to a command, or undefined where the user may not send it. */
  private async optional<Reply>(command: RedisCommand): Promise<Reply | undefined> {
    try {
      return (await this.client.send(command)) as Reply;
    } catch (error) {
      if (!isForbidden(error)) throw error;
      return undefined;
    }
  }
}

function haveSameFields(one: readonly StreamField[], other: readonly StreamField[]): boolean {
  if (one.length !== other.length) return false;
  return one.every(([name, value], index) => {
    const field = other[index];
    return field !== undefined && name.equals(field[0]) && value.equals(field[1]);
  });
}

/** The value behind a name in a flat list of names and values. */
function member(flat: readonly unknown[], name: string): string | undefined {
  const at = flat.findIndex((each, index) => index % 2 === 0 && String(each) === name);
  return at < 0 ? undefined : String(flat[at + 1]);
}
