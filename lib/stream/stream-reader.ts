import { isError } from '../errors/describe-error.js';
import type { BlockingClient } from '../connection/client.js';
import type { CommandSender } from '../connection/command-sender.js';
import { errorKind, isKeyError } from '../connection/error-kind.js';
import type { StreamFunction } from '../functions/function-descriptor.js';
import { BlockedRead } from '../listeners/blocked-read.js';
import { IdleWait } from '../listeners/idle-wait.js';
import { KeyQuarantine } from '../listeners/key-quarantine.js';
import type { MessageReader } from '../listeners/polling.js';
import type { StreamEntry } from '../messages/stream-entry.js';
import type { Clock } from '../time/clock.js';
import { ConsumerGroup } from './consumer-group.js';
import { readNew } from './entry-commands.js';
import { readEntries } from './read-entries.js';

/** What a reader needs of its connection. */
type ReaderClient = CommandSender & Pick<BlockingClient, 'onReady' | 'onHeldUp'>;

/** Reads new entries of one function's streams, as one consumer of its group. */
export class StreamReader implements MessageReader<StreamEntry> {
  private readonly group: ConsumerGroup;
  private readonly blocked: BlockedRead;
  private readonly quarantine: KeyQuarantine;
  private groupsAreMade = false;
  private readonly idleWait: IdleWait;

  constructor(
    private readonly descriptor: StreamFunction,
    private readonly client: ReaderClient,
    command: CommandSender,
    clock: Clock,
    /** Its name in the group. */
    private readonly consumer: string,
    /** Whether it is the only reader of its function. */
    isAlone = true,
    /** Hears of all that was read before anybody else does. */
    private readonly onRead?: (entries: readonly StreamEntry[]) => void,
  ) {
    this.group = new ConsumerGroup(descriptor, command);
    this.blocked = new BlockedRead(client, command);
    this.quarantine = new KeyQuarantine(descriptor.keys, clock, (key) => this.group.ensure(key));
    const { blocked, quarantine } = this;
    const { pollingIntervalInMs } = descriptor;
    this.idleWait = new IdleWait({ pollingIntervalInMs, isAlone, blocked, quarantine });
    client.onHeldUp(() => this.blocked.nudge());
    // Another server may answer after a reconnect, or the same one without its data.
    client.onReady(() => {
      this.groupsAreMade = false;
      this.blocked.reset();
    });
  }

  get keyError(): unknown {
    return this.quarantine.firstError;
  }

  /** Of several streams each gives its share of `count`, and at least one entry. */
  async read(count: number): Promise<StreamEntry[]> {
    if (!this.groupsAreMade || this.quarantine.isDue) await this.makeGroups();
    // Not to wait where there is nothing to wait for: what is sent at once is written with what comes next.
    if (!this.blocked.isPrepared) await this.blocked.prepare();
    const keys = this.quarantine.healthy;
    if (keys.length === 0) throw this.keyError;
    const each = Math.max(1, Math.floor(count / keys.length));
    const { idleWait } = this;
    const waitInMs = this.descriptor.blocking && idleWait.isIdle ? idleWait.inMs : undefined;
    try {
      const command = readNew(this.descriptor, this.consumer, keys, each, waitInMs);
      const reply = await (waitInMs ? this.blocked.send(command, waitInMs) : this.client.send(command));
      const entries = readEntries(reply);
      this.onRead?.(entries);
      idleWait.found(entries);
      return entries;
    } catch (error) {
      if (isKeyError(error) || errorKind(error) === 'repair' || wasDeleted(error)) this.groupsAreMade = false;
      throw error;
    }
  }

  wake(signal: AbortSignal): Promise<void> {
    return this.blocked.wake(signal);
  }

  hurry(): void {
    this.idleWait.hurry();
    this.blocked.nudge();
  }

  /** Leaves the group on every stream where nothing is pending. */
  async leave(): Promise<void> {
    await Promise.allSettled(this.descriptor.keys.map((key) => this.group.leave(key, this.consumer)));
  }

  private async makeGroups(): Promise<void> {
    await this.quarantine.examineAll();
    this.groupsAreMade = true;
  }
}

/** Redis says this to a blocked reader whose stream was deleted. */
function wasDeleted(error: unknown): boolean {
  return isError(error) && error.message.startsWith('UNBLOCKED');
}
