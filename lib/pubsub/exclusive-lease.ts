import { randomUUID } from 'node:crypto';
import type { CommandSender } from '../redis/commands/command-sender.js';
import { sameSlotKey } from '../redis/commands/same-slot-key.js';
import { runScript } from '../redis/commands/run-script.js';
import type { PubSubFunction } from '../functions/function-descriptor.js';
import { holdExclusive } from '../redis/commands/lua/hold-exclusive.js';
import { releaseExclusive } from '../redis/commands/lua/release-exclusive.js';
import type { Clock } from '../time/clock.js';
import { before, mostElapsedSince, readBothClocks, type TwoTimes } from '../time/elapsed-since.js';

/** How long a lease lasts that is not renewed: so long nobody handles messages when its holder dies. */
const leaseInMs = 3_000;

/** How long it is remembered since when nobody handles messages. */
const rememberInMs = 24 * 60 * 60 * 1_000;

/** What asking for a lease came to. */
export interface LeaseAnswer {
  readonly isHeld: boolean;
  /**
   * Where nobody held it before: for how long messages may have been lost. 0 where somebody did, or where nobody is
   * remembered.
   */
  readonly unheldForInMs: number;
}

/** The right of one of several processes to handle the messages of an exclusive function. */
export class ExclusiveLease {
  private readonly holder = randomUUID();
  private readonly key: string;
  /** When it last asked and got it; undefined where it did not get it. */
  private heldSince?: TwoTimes | undefined;
  /**
   * Until when whoever held it when it last asked had certainly received everything; undefined where it knows of
   * nobody. Then it takes a lease that does not exist at once.
   */
  private holderProvenAt?: TwoTimes | undefined;
  /** The last time that it asked. */
  private holding?: Promise<unknown>;

  constructor(
    { channel, id }: PubSubFunction,
    private readonly client: CommandSender,
    private readonly clock: Clock,
  ) {
    this.key = sameSlotKey(channel, 'exclusive', id);
  }

  /** Whether it is held at this moment: a process that was frozen finds that its time is over before it asks. */
  get isHeld(): boolean {
    return this.heldSince !== undefined && mostElapsedSince(this.heldSince, this.clock) < leaseInMs;
  }

  /** Whether its time is over, and nobody has asked since. */
  get hasLapsed(): boolean {
    return this.heldSince !== undefined && !this.isHeld;
  }

  /**
   * Forgets that it is held, by this process or another, until the server has said so again: a server that was started
   * anew without its data has closed all connections, and nobody holds anything.
   */
  doubt(): void {
    this.heldSince = undefined;
    this.holderProvenAt = undefined;
  }

  /**
   * Takes the lease or renews it, unless somebody else holds it. What was published after `provenAt` may be lost with
   * this process: whoever takes over counts from there.
   */
  async hold(provenAt: TwoTimes): Promise<LeaseAnswer> {
    // Counted from before the request, so that it ends here no later than on the server.
    const askedAt = readBothClocks(this.clock);
    const { holderProvenAt } = this;
    const knows = this.isHeld ? 'holds' : holderProvenAt ? 'waits' : '';
    const holderAge = this.ageOf(holderProvenAt ?? askedAt);
    const args = [this.holder, leaseInMs, rememberInMs, this.ageOf(provenAt), knows, holderAge];
    const holding = runScript(this.client, holdExclusive, [this.key], args);
    this.holding = holding;
    const [held, age] = (await holding) as [number, number];
    const isHeld = held === 1;
    this.heldSince = isHeld ? askedAt : undefined;
    this.holderProvenAt = isHeld ? provenAt : before(askedAt, age);
    return { isHeld, unheldForInMs: isHeld ? Math.max(0, age) : 0 };
  }

  /** Lets somebody else have it at once. */
  async release(provenAt: TwoTimes): Promise<void> {
    // It may be sent once more, and would then take back what was released.
    await this.holding?.catch(() => undefined);
    if (!this.isHeld) return;
    this.doubt();
    await runScript(
      this.client,
      releaseExclusive,
      [this.key],
      [this.holder, rememberInMs, this.ageOf(provenAt)],
    );
  }

  private ageOf(provenAt: TwoTimes): number {
    return Math.max(0, Math.ceil(mostElapsedSince(provenAt, this.clock)));
  }
}
