import { randomUUID } from 'node:crypto';
import type { CommandArgument, CommandSender } from '../../connection/command-sender.js';
import { runScript } from '../../connection/run-script.js';
import type { ListFunction } from '../../functions/function-descriptor.js';
import { ListElement } from '../../messages/list-element.js';
import { aloneFrom } from '../../listeners/suspects.js';
import { holdLease } from '../../scripts/hold-lease.js';
import { markAlone } from '../../scripts/mark-alone.js';
import { popAndHold } from '../../scripts/pop-and-hold.js';
import { returnHeld } from '../../scripts/return-held.js';
import type { Script } from '../../scripts/script.js';
import type { Clock } from '../../time/clock.js';
import { mostElapsedSince, readBothClocks, type TwoTimes } from '../../time/elapsed-since.js';
import { poppedEnd } from '../pop-commands.js';
import type { Receipt } from './held-elements.js';
import type { ProcessingKeys } from './processing-keys.js';
import { suspectsAreRememberedInSeconds } from './suspects.js';

type PopReply = readonly [elements: readonly Buffer[], takenBack: readonly number[]];

/**
 * One life of a function on one list: what it pops is kept under its name. Once its lease was lost the name
 * is dead, and what it held is somebody else's.
 */
export class ListConsumer {
  readonly name = randomUUID();
  private lost = false;
  /** When it last asked for its lease and got it. */
  private confirmedAt?: TwoTimes;
  private lastPop = 0;
  /** The numbers of pops that were sent and never answered: what they took is waiting for them to be sent again. */
  private readonly unanswered: number[] = [];
  private confirming?: Promise<void>;

  constructor(
    readonly keys: ProcessingKeys,
    private readonly descriptor: ListFunction,
    private readonly client: CommandSender,
    private readonly clock: Clock,
    /** Hears once that its lease was lost. */
    private readonly onLost: () => void,
  ) {}

  /** Whether its elements were given to others, as far as is known here. */
  get isLost(): boolean {
    return this.lost;
  }

  /** Whether its lease lasts at this moment, without asking Redis. */
  get isSure(): boolean {
    if (this.lost || !this.confirmedAt) return false;
    return mostElapsedSince(this.confirmedAt, this.clock) < this.descriptor.claimIdleInMs;
  }

  /** Begins its lease. */
  async join(): Promise<void> {
    await this.holdLease('join');
  }

  /** Says that it lives, and learns whether its lease was lost. */
  async renew(): Promise<void> {
    if (!this.lost) await this.holdLease('renew');
  }

  /** As `renew`, once for all who ask at the same time. */
  confirm(): Promise<void> {
    this.confirming ??= this.renew().finally(() => (this.confirming = undefined));
    return this.confirming;
  }

  /** Whether its elements are still its own, as far as Redis can be asked. */
  async isStillHeld(): Promise<boolean> {
    await this.confirm().catch(() => undefined);
    return !this.lost;
  }

  /** Pops at most `count` elements, a suspect alone; resolves with undefined where the lease was lost. */
  async take(reader: CommandSender, count: number): Promise<readonly Receipt[] | undefined> {
    const again = this.unanswered.shift();
    const pop = again ?? ++this.lastPop;
    const { maxDeliveryCount } = this.descriptor;
    const isAgain = Number(again !== undefined);
    const args = [count, pop, isAgain, aloneFrom(maxDeliveryCount), maxDeliveryCount];
    const reply = await this.run(reader, popAndHold, args).catch((error: unknown) => {
      this.unanswered.push(pop);
      throw error;
    });
    if (reply === null) {
      this.lose();
      return undefined;
    }
    const [bodies, takenBack] = reply as PopReply;
    return bodies.map((body, index) => ({
      element: new ListElement(this.keys.list, body, (takenBack[index] ?? 0) + 1),
      consumer: this,
      id: `${pop}:${index}`,
    }));
  }

  /** Puts back everything it holds but these, also what it does not know it popped. */
  async giveBack(idsThatStay: readonly string[]): Promise<void> {
    const rest = [suspectsAreRememberedInSeconds, aloneFrom(this.descriptor.maxDeliveryCount)];
    await this.run(this.client, returnHeld, ['own', ...rest, ...idsThatStay]);
  }

  /** Says that of all it holds this one runs, by itself: it is to blame if the process dies. */
  async markAlone(id: string): Promise<void> {
    const { heldBy, leases } = this.keys;
    const keys = [heldBy(this.name), leases];
    if ((await runScript(this.client, markAlone, keys, [this.name, id])) !== 1) this.lost = true;
  }

  /** Says that none runs by itself any longer. */
  async unmarkAlone(): Promise<void> {
    await this.client.send(['HDEL', this.keys.heldBy(this.name), 'alone']);
  }

  private async holdLease(how: 'join' | 'renew'): Promise<void> {
    const { claimIdleInMs } = this.descriptor;
    // From before it was sent: the server's lease can only end later than what is believed here.
    const askedAt = readBothClocks(this.clock);
    const args = [this.name, claimIdleInMs, how];
    const isHeld = await runScript(this.client, holdLease, [this.keys.leases], args);
    if (isHeld === 1) this.confirmedAt = askedAt;
    else this.lose();
  }

  private lose(): void {
    if (this.lost) return;
    this.lost = true;
    this.onLost();
  }

  private run(client: CommandSender, script: Script, args: readonly CommandArgument[]): Promise<unknown> {
    const { list, heldBy, leases, suspects } = this.keys;
    const keys = [list, heldBy(this.name), leases, suspects];
    return runScript(client, script, keys, [this.name, poppedEnd(this.descriptor), ...args]);
  }
}
