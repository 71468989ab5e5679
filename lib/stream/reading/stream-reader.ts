import { isReply } from '../../redis/errors/redis-reply-error.js';
import type { BlockingClient } from '../../redis/commands/clients.js';
import type { CommandSender } from '../../redis/commands/command-sender.js';
import { leaveRaw } from '../../redis/commands/left-raw.js';
import { errorKind, isKeyError } from '../../redis/errors/error-kind.js';
import type { StreamFunction } from '../../functions/function-descriptor.js';
import { BlockedRead } from '../../listeners/reading/blocked-read.js';
import { IdleWait } from '../../listeners/reading/idle-wait.js';
import { KeyQuarantine } from '../../listeners/reading/key-quarantine.js';
import type { MessageReader } from '../../listeners/reading/message-reader.js';
import type { StreamEntry } from '../../messages/stream-entry.js';
import type { Clock } from '../../time/clock.js';
import { ConsumerGroup } from './consumer-group.js';
import { claimCommand, readClaimed } from './claim-entries.js';
import { readNew } from '../entries/entry-commands.js';
import type { GroupPositions } from './group-positions.js';
import { readEntries } from './read-entries.js';
import type { StreamIntake } from './stream-intake.js';
import type { Claim } from './take-over.js';

/** Reads new entries of one function's streams, as one consumer of its group. */
export class StreamReader implements MessageReader<StreamEntry> {
  private readonly group: ConsumerGroup;
  private readonly blocked: BlockedRead;
  private readonly quarantine: KeyQuarantine;
  private groupsAreMade = false;
  private readonly idleWait: IdleWait;

  constructor(private readonly options: StreamReaderOptions) {
    const { descriptor, client, command, isAlone, positions, clock } = options;
    const { keys, pollingIntervalInMs } = descriptor;
    const group = (this.group = new ConsumerGroup(descriptor, command, positions));
    const blocked = (this.blocked = new BlockedRead(client, command));
    const quarantine = new KeyQuarantine(keys, clock, (key) => group.ensure(key));
    this.quarantine = quarantine;
    this.idleWait = new IdleWait({ pollingIntervalInMs, isAlone, blocked, quarantine });
    client.onHeldUp(() => blocked.nudge());
    client.onReady(() => this.reconnected());
  }

  get keyError(): unknown {
    return this.quarantine.firstError;
  }

  /** Reads about `count` entries: each of several streams gives its share, and at least one entry. */
  async read(count: number): Promise<StreamEntry[]> {
    if (!this.groupsAreMade || this.quarantine.isDue) await this.makeGroups();
    // Awaited only before a read that waits: a command that is sent at once is written together with the next ones.
    if (!this.blocked.isPrepared) await this.blocked.prepareFor(this.idleWait.isIdle);
    try {
      return await this.readOrClaim(count);
    } catch (error) {
      const isGone = errorKind(error) === 'repair' || wasDeleted(error);
      // The error does not say which stream it was. Marking the others does no harm, because they lack nothing.
      if (isGone) for (const key of this.options.descriptor.keys) this.options.intake.groupIsGone(key);
      if (isGone || isKeyError(error)) this.groupsAreMade = false;
      throw error;
    }
  }

  /** Claims what other processes left, and reads what is new, by turns, until either finds entries or both find none. */
  private async readOrClaim(count: number): Promise<StreamEntry[]> {
    const { takeOver } = this.options.intake;
    for (;;) {
      const claim = takeOver.next(count, this.options.clock.now());
      const entries = await (claim ? this.claim(claim) : this.readNew(count));
      if (entries.length > 0 || takeOver.size === 0) return entries;
    }
  }

  private async readNew(count: number): Promise<StreamEntry[]> {
    const { healthy } = this.quarantine;
    if (healthy.length === 0) throw this.keyError;
    // Each stream that is read may give an entry.
    const keys = this.options.descriptor.rateLimit ? healthy.slice(0, count) : healthy;
    const each = Math.max(1, Math.floor(count / keys.length));
    const { idleWait } = this;
    const { descriptor, client, consumer, intake, clock } = this.options;
    const mayWait = descriptor.blocking && idleWait.isIdle && intake.takeOver.size === 0;
    const waitInMs = mayWait ? this.waitInMs(healthy.length - keys.length) : undefined;
    const command = readNew(descriptor, consumer, keys, each, waitInMs);
    const entries = await intake.read(clock.now(), async () => {
      const reply = await (waitInMs ? this.blocked.send(command, waitInMs) : client.send(command));
      return this.noted(readEntries(reply));
    });
    intake.takeOver.foundNew(entries.length, clock.now());
    idleWait.found(entries);
    return entries;
  }

  /** Streams that are left out of this read come up within the polling interval. */
  private waitInMs(leftOut: number): number {
    if (leftOut === 0) return this.idleWait.inMs;
    return Math.ceil(this.options.descriptor.pollingIntervalInMs / (leftOut + 1));
  }

  /** Redis delivers the entries of a stream in their order: the last of each says how far the group has come. */
  private noted(entries: readonly StreamEntry[]): readonly StreamEntry[] {
    let next: StreamEntry | undefined;
    for (let index = entries.length - 1; index >= 0; index--) {
      const entry = entries[index] as StreamEntry;
      if (entry.key !== next?.key) this.options.positions.deliveredUpTo(entry);
      next = entry;
    }
    return entries;
  }

  private claim(claim: Claim): Promise<StreamEntry[]> {
    const { descriptor, client, consumer, intake, clock } = this.options;
    const now = clock.now();
    const command = leaveRaw(claimCommand(descriptor, consumer, claim, now));
    return intake.claim(now, claim, async () => readClaimed(claim, await client.send(command)));
  }

  examine(): Promise<void> {
    return this.makeGroups();
  }

  wake(signal: AbortSignal): Promise<void> {
    this.options.intake.takeOver.clear();
    return this.blocked.wake(signal);
  }

  hurry(): void {
    this.idleWait.hurry();
    this.blocked.nudge();
  }

  /** Leaves the group on every stream where nothing is pending. */
  async leave(): Promise<void> {
    const { descriptor, consumer } = this.options;
    await Promise.allSettled(descriptor.keys.map((key) => this.group.leave(key, consumer)));
  }

  /** Another server may answer now, or the same one without its data. */
  private reconnected(): void {
    this.groupsAreMade = false;
    this.blocked.reset();
    // The first read must not wait at the server, because only its answer shows that it can read again.
    this.idleWait.hurry();
  }

  private async makeGroups(): Promise<void> {
    await this.quarantine.examineAll();
    this.groupsAreMade = true;
  }
}

/** What a reader of streams needs. */
export interface StreamReaderOptions {
  /** The function, with the keys that this reader reads. */
  readonly descriptor: StreamFunction;
  /** A connection of its own, for the reads that wait. */
  readonly client: CommandSender & Pick<BlockingClient, 'onReady' | 'onHeldUp'>;
  /** The shared connection, for everything else. */
  readonly command: CommandSender;
  /** Its name in the group. */
  readonly consumer: string;
  /** Whether it is the only reader of its function. */
  readonly isAlone: boolean;
  /** Where entries come in. */
  readonly intake: StreamIntake;
  readonly positions: GroupPositions;
  readonly clock: Clock;
}

/** Redis ends a read that waits with this error when the stream is deleted. */
function wasDeleted(error: unknown): boolean {
  return isReply(error, 'UNBLOCKED');
}
