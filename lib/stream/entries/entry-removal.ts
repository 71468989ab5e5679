import { isReply } from '../../redis/errors/redis-reply-error.js';
import type { CommandSender, RedisCommand } from '../../redis/commands/command-sender.js';
import { isForbidden } from '../../redis/errors/error-kind.js';
import { runScript } from '../../redis/commands/run-script.js';
import { compareIds } from '../../redis/commands/stream-reply.js';
import type { StreamFunction } from '../../functions/function-descriptor.js';
import { deleteAcknowledged } from '../../redis/commands/lua/delete-acknowledged.js';
import { signals } from '../../signals/signals.js';
import { acknowledge } from './entry-commands.js';

/** The most entries of a key that are remembered, to be deleted when the other groups have acknowledged them. */
const mostKept = 10_000;

/** The most entries that one command looks at. */
const mostAtOnce = 1_000;

/** Acknowledges entries, and deletes them where the function says so: at once, or when every group has acknowledged them. */
export class EntryRemoval {
  /** Entries that this group has acknowledged and others have not. */
  private readonly kept = new Map<string, string[]>();
  private isScriptForbidden = false;

  constructor(private readonly descriptor: StreamFunction) {}

  /** Acknowledges before it deletes, because an entry that is only deleted stays pending for ever. */
  async acknowledge(sender: CommandSender, key: string, ids: readonly string[]): Promise<void> {
    const { descriptor } = this;
    if (descriptor.deleteAfterProcess === true) {
      await this.acknowledgeAndDelete(sender, key, ids);
      return;
    }
    // Not in a transaction, which Redis before version 8 refuses when memory is full.
    const commands = acknowledge(descriptor, key, ids);
    await Promise.all(commands.map((command) => sender.send(command)));
  }

  /** An entry was acknowledged together with the writing of its dead letter. */
  acknowledged(key: string, id: string): void {
    this.keep(key, [id]);
  }

  /** Deletes what every group has acknowledged by now. Resolves, by key, with the names of the groups that keep others. */
  async deleteKept(sender: CommandSender): Promise<ReadonlyMap<string, readonly string[]>> {
    const keepers = new Map<string, readonly string[]>();
    for (const [key, ids] of [...this.kept]) {
      const looked = ids.slice(0, mostAtOnce);
      const { kept, groups } = await this.deleteFree(sender, key, looked, 'look');
      const isKept = new Set(kept);
      const left = (this.kept.get(key) ?? []).filter((id) => isKept.has(id) || !looked.includes(id));
      if (left.length > 0) this.kept.set(key, left);
      else this.kept.delete(key);
      if (groups.length > 0) keepers.set(key, groups);
    }
    signals.settled.publish();
    return keepers;
  }

  private async acknowledgeAndDelete(
    sender: CommandSender,
    key: string,
    ids: readonly string[],
  ): Promise<void> {
    const { kept } = await this.deleteFree(sender, key, ids, 'acknowledge');
    this.keep(key, kept);
  }

  private keep(key: string, ids: readonly string[]): void {
    if (ids.length === 0) return;
    const known = this.kept.get(key) ?? [];
    this.kept.set(key, [...known, ...ids].slice(0, mostKept));
  }

  private async deleteFree(
    sender: CommandSender,
    key: string,
    ids: readonly string[],
    act: 'acknowledge' | 'look',
  ): Promise<{ kept: readonly string[]; groups: readonly string[] }> {
    const { consumerGroup } = this.descriptor;
    if (!this.isScriptForbidden) {
      try {
        const reply = await runScript(sender, deleteAcknowledged, [key], [consumerGroup, act, ...ids]);
        const [kept = [], groups = []] = reply as Buffer[][];
        return { kept: kept.map(String), groups: groups.map(String) };
      } catch (error) {
        if (!isForbidden(error)) throw error;
        this.isScriptForbidden = true;
      }
    }
    if (act === 'look') return this.deleteByCommands(sender, key, ids, act);
    await sender.send(['XACK', key, consumerGroup, ...ids]);
    // It is acknowledged; if it cannot be deleted, the next try reports why.
    return this.deleteByCommands(sender, key, ids, act).catch(() => ({ kept: ids, groups: [] }));
  }

  /** For users who may run no scripts. Nothing is deleted too early, because a group never needs again what it has acknowledged. */
  private async deleteByCommands(
    sender: CommandSender,
    key: string,
    ids: readonly string[],
    act: 'acknowledge' | 'look',
  ): Promise<{ kept: readonly string[]; groups: readonly string[] }> {
    const needed = new Set<string>();
    const groups: string[] = [];
    for (const { name, last } of await this.groups(sender, key)) {
      if (name === this.descriptor.consumerGroup && act === 'acknowledge') continue;
      const pending = await this.pendingOf(sender, key, name, ids);
      const needs = ids.filter((id) => pending.has(id) || compareIds(id, last) > 0);
      if (needs.length > 0) groups.push(name);
      for (const id of needs) needed.add(id);
    }
    const free = ids.filter((id) => !needed.has(id));
    if (free.length > 0) await sender.send(['XDEL', key, ...free]);
    return { kept: [...needed], groups };
  }

  private async groups(sender: CommandSender, key: string): Promise<{ name: string; last: string }[]> {
    const reply = (await sender.send(['XINFO', 'GROUPS', key]).catch((error: unknown) => {
      if (isReply(error, 'ERR no such key')) return [];
      throw error;
    })) as unknown[][];
    const member = (line: readonly unknown[], name: string): string =>
      String(line[line.findIndex((each) => String(each) === name) + 1]);
    return reply.map((line) => ({ name: member(line, 'name'), last: member(line, 'last-delivered-id') }));
  }

  private async pendingOf(
    sender: CommandSender,
    key: string,
    group: string,
    ids: readonly string[],
  ): Promise<Set<string>> {
    const looks = ids.map((id): RedisCommand => ['XPENDING', key, group, id, id, 1]);
    const found = await Promise.all(looks.map((look) => sender.send(look)));
    return new Set(ids.filter((_, index) => (found[index] as unknown[]).length > 0));
  }
}
