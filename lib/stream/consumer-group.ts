import { isError } from '../errors/describe-error.js';
import type { CommandSender } from '../connection/command-sender.js';
import { errorKind, isForbidden, isOutOfMemory } from '../connection/error-kind.js';
import { runScript } from '../connection/run-script.js';
import { compareIds } from '../connection/stream-reply.js';
import type { StreamFunction } from '../functions/function-descriptor.js';
import { leaveGroup } from '../scripts/leave-group.js';

/** Makes sure of a function's consumer group on each of its streams. */
export class ConsumerGroup {
  /** What `$` means for each key: a fixed id, from the first time on. */
  private readonly starts = new Map<string, string>();

  constructor(
    private readonly descriptor: StreamFunction,
    private readonly client: CommandSender,
  ) {}

  /**
   * Makes the group of a key, and the stream if there is none; a group that is there is left as it is. A
   * group that was destroyed is made again where this process first made it, so that no entry that was
   * added meanwhile is missed; entries that are still in the stream are then delivered again.
   */
  async ensure(key: string): Promise<void> {
    const start = await this.startOf(key);
    try {
      await this.client.send(['XGROUP', 'CREATE', key, this.descriptor.consumerGroup, start, 'MKSTREAM']);
    } catch (error) {
      if (isError(error) && error.message.startsWith('BUSYGROUP')) return;
      // When memory is full Redis refuses this before it looks whether the group is there.
      if (!isOutOfMemory(error) || !(await this.isMade(key))) throw error;
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

  /** Where scripts are forbidden. Whatever was read for it between the two would be gone. */
  private async leaveByCommands(key: string, consumer: string): Promise<void> {
    const { consumerGroup } = this.descriptor;
    const pending = await this.client.send(['XPENDING', key, consumerGroup, '-', '+', 1, consumer]);
    if (Array.isArray(pending) && pending.length > 0) return;
    await this.client.send(['XGROUP', 'DELCONSUMER', key, consumerGroup, consumer]);
  }

  /** Asked with a command that whoever reads a stream may send anyway. */
  private async isMade(key: string): Promise<boolean> {
    try {
      await this.client.send(['XPENDING', key, this.descriptor.consumerGroup]);
      return true;
    } catch (error) {
      if (errorKind(error) === 'repair') return false;
      throw error;
    }
  }

  private async startOf(key: string): Promise<string> {
    const { startFrom } = this.descriptor;
    if (startFrom !== '$') return startFrom;
    const last = await this.lastId(key);
    // Where there is no stream, or another one, all that is in it came later, also with smaller ids than there were.
    const known = this.starts.get(key) ?? last;
    const isAnother = last === undefined || known === undefined || compareIds(last, known) < 0;
    const start = isAnother ? '0' : known;
    this.starts.set(key, start);
    return start;
  }

  /** The id that `$` means at this moment; undefined where there is no stream. */
  private async lastId(key: string): Promise<string | undefined> {
    try {
      const reply = (await this.client.send(['XINFO', 'STREAM', key])) as unknown[];
      const at = reply.findIndex((each) => String(each) === 'last-generated-id');
      return at < 0 ? '0' : String(reply[at + 1]);
    } catch (error) {
      if (isError(error) && error.message.startsWith('ERR no such key')) return undefined;
      throw error;
    }
  }
}
