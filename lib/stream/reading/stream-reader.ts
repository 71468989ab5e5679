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
    /** Its name in the group. */
    private readonly consumer: string,
    /** Whether it is the only reader of its function. */
    isAlone: boolean,
    /** Where entries come in. */
    private readonly intake: StreamIntake,
    private readonly positions: GroupPositions,
    private readonly clock: Clock,
  ) {
    this.group = new ConsumerGroup(descriptor, command, positions);
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
      // That it can read again is known when a read is answered: the first one must not wait.
      this.idleWait.hurry();
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
    try {
      return await this.readOrClaim(count);
    } catch (error) {
      const isGone = errorKind(error) === 'repair' || wasDeleted(error);
      // Which of them the error does not say; of the others nothing is missing.
      if (isGone) for (const key of this.descriptor.keys) this.intake.groupIsGone(key);
      if (isGone || isKeyError(error)) this.groupsAreMade = false;
      throw error;
    }
  }

  /** What other processes left comes by turns with what is new. A read that finds something of neither found nothing. */
  private async readOrClaim(count: number): Promise<StreamEntry[]> {
    const { takeOver } = this.intake;
    for (;;) {
      const claim = takeOver.next(count, this.clock.now());
      const entries = await (claim ? this.claim(claim) : this.readNew(count));
      if (entries.length > 0 || takeOver.size === 0) return entries;
    }
  }

  private async readNew(count: number): Promise<StreamEntry[]> {
    const keys = this.quarantine.healthy;
    if (keys.length === 0) throw this.keyError;
    const each = Math.max(1, Math.floor(count / keys.length));
    const { idleWait, intake } = this;
    const mayWait = this.descriptor.blocking && idleWait.isIdle && intake.takeOver.size === 0;
    const waitInMs = mayWait ? idleWait.inMs : undefined;
    const command = readNew(this.descriptor, this.consumer, keys, each, waitInMs);
    const entries = await intake.read(this.clock.now(), async () => {
      const reply = await (waitInMs ? this.blocked.send(command, waitInMs) : this.client.send(command));
      return this.noted(readEntries(reply));
    });
    intake.takeOver.foundNew(entries.length, this.clock.now());
    idleWait.found(entries);
    return entries;
  }

  /** Redis delivers the entries of a stream in their order: the last of each says how far the group has come. */
  private noted(entries: readonly StreamEntry[]): readonly StreamEntry[] {
    let next: StreamEntry | undefined;
    for (let index = entries.length - 1; index >= 0; index--) {
      const entry = entries[index] as StreamEntry;
      if (entry.key !== next?.key) this.positions.deliveredUpTo(entry);
      next = entry;
    }
    return entries;
  }

  private claim(claim: Claim): Promise<StreamEntry[]> {
    const { descriptor, consumer, intake } = this;
    const now = this.clock.now();
    const command = leaveRaw(claimCommand(descriptor, consumer, claim, now));
    return intake.claim(now, claim, async () => readClaimed(claim, await this.client.send(command)));
  }

  wake(signal: AbortSignal): Promise<void> {
    this.intake.takeOver.clear();
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
  return isReply(error, 'UNBLOCKED');
}
