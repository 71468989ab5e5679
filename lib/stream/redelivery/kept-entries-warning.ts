import type { CommandSender } from '../../redis/commands/command-sender.js';
import { errorKind, isForbidden } from '../../redis/errors/error-kind.js';
import { RedisTriggersError } from '../../errors/redis-triggers-error.js';
import type { StreamFunction } from '../../functions/function-descriptor.js';
import type { ListenerObserver } from '../../listeners/listener.js';
import type { Clock } from '../../time/clock.js';
import { deadAfterInMs } from './idle-consumers.js';

/** The same group is not warned of more often than this. */
const repeatAfterInMs = 600_000;

/** Warns of groups that keep entries from being deleted although nobody reads for them any more. */
export class KeptEntriesWarning {
  private readonly saidAt = new Map<string, number>();

  constructor(
    private readonly descriptor: StreamFunction,
    private readonly client: CommandSender,
    private readonly clock: Clock,
    private readonly observer: Pick<ListenerObserver, 'failed'>,
  ) {}

  async look(keepers: ReadonlyMap<string, readonly string[]>): Promise<void> {
    for (const [key, groups] of keepers) {
      for (const group of groups) await this.lookAt(key, group);
    }
  }

  private async lookAt(key: string, group: string): Promise<void> {
    const now = this.clock.now();
    const name = `${group} ${key}`;
    if (now - (this.saidAt.get(name) ?? -Infinity) < repeatAfterInMs) return;
    if (await this.isRead(key, group)) return;
    this.saidAt.set(name, now);
    const what = `nobody reads for the group '${group}' of the stream '${key}', which has entries to acknowledge: they are not deleted`;
    this.observer.failed(
      new RedisTriggersError({ code: 'ENTRIES_KEPT', place: this.descriptor.place, what }),
    );
  }

  /** Whether any consumer of the group was heard of lately, or that cannot be told. */
  private async isRead(key: string, group: string): Promise<boolean> {
    const consumers = await this.consumersOf(key, group);
    if (!consumers) return true;
    return consumers.some((line) => {
      const at = line.findIndex((each) => String(each) === 'idle');
      return Number(line[at + 1]) < deadAfterInMs(this.descriptor);
    });
  }

  /** Undefined where the user may not ask, or the group has gone meanwhile. */
  private async consumersOf(key: string, group: string): Promise<unknown[][] | undefined> {
    try {
      return (await this.client.send(['XINFO', 'CONSUMERS', key, group])) as unknown[][];
    } catch (error) {
      if (isForbidden(error) || errorKind(error) === 'repair') return undefined;
      throw error;
    }
  }
}
