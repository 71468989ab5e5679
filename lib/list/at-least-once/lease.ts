import type { ListFunction } from '../../functions/function-descriptor.js';
import { aloneFrom } from '../../listeners/poison/suspects.js';
import type { CommandSender } from '../../redis/commands/command-sender.js';
import { holdLease } from '../../redis/commands/lua/hold-lease.js';
import { runScript } from '../../redis/commands/run-script.js';
import type { Clock } from '../../time/clock.js';
import { mostElapsedSince, readBothClocks, type TwoTimes } from '../../time/elapsed-since.js';
import { poppedEnd, type ListEnd } from '../pop-commands.js';
import { drawBorn, drawName } from './element-ids.js';
import { heldKey } from './held-key.js';

/**
 * The lease of one consumer: one life of a function on one list. Elements are held under its name. A lease that was lost
 * never comes back: the function goes on with another one, under another name.
 */
export class Lease {
  /** Short, because it stands in the field of every element that is held. */
  name = drawName();
  readonly held: string;
  readonly end: ListEnd;
  /** From how many deaths on an element is a suspect. */
  readonly aloneFrom: number;
  private state: LeaseState = 'joining';
  /** When it was last asked for and granted. */
  private confirmedAt?: TwoTimes;
  /** What was drawn for the held key when this consumer joined: it is another value once the key was deleted. */
  private born: string | undefined;
  private confirming?: Promise<void>;

  constructor(
    readonly list: string,
    private readonly options: LeaseOptions,
  ) {
    const { descriptor } = options;
    this.held = heldKey(list);
    this.end = poppedEnd(descriptor);
    this.aloneFrom = aloneFrom(descriptor.maxDeliveryCount);
  }

  /** Begins the lease, under a name that no other consumer of the list has. */
  async join(): Promise<void> {
    for (;;) {
      const { answer, born, askedAt } = await this.ask('join');
      if (answer === granted) {
        this.state = 'held';
        this.born = born;
        this.confirmedAt = askedAt;
        return;
      }
      this.name = drawName();
    }
  }

  /** Says that the process lives, and learns whether the lease was lost. */
  async renew(): Promise<void> {
    if (this.state !== 'held') return;
    const { answer, born, askedAt } = await this.ask('renew');
    // Meanwhile the process may have begun to leave: that its lease is gone then is what it wants.
    if (this.isLeaving) return;
    if (answer === granted && born === this.born) this.confirmedAt = askedAt;
    else this.lose(born === this.born ? 'given-back' : 'deleted');
  }

  /** As `renew`, once for all who ask at the same time. */
  confirm(): Promise<void> {
    this.confirming ??= this.renew().finally(() => (this.confirming = undefined));
    return this.confirming;
  }

  /** The process gives back all that it holds: what happens to the lease from now on is no loss. */
  leave(): void {
    if (this.state === 'held') this.state = 'leaving';
  }

  /** What it holds could not be given back. */
  stay(): void {
    if (this.isLeaving) this.state = 'held';
  }

  /** Whether its elements are with others or gone, as far as is known here. */
  get isLost(): boolean {
    return this.state === 'given-back' || this.state === 'deleted';
  }

  /** Whether what it held is gone, because the key was deleted. */
  get isDeleted(): boolean {
    return this.state === 'deleted';
  }

  /** Whether it lasts at this moment, without asking Redis. */
  get isSure(): boolean {
    if (this.isLost || !this.confirmedAt) return false;
    const { clock, descriptor } = this.options;
    return mostElapsedSince(this.confirmedAt, clock) < descriptor.claimIdleInMs;
  }

  private get isLeaving(): boolean {
    return this.state === 'leaving';
  }

  private lose(how: 'given-back' | 'deleted'): void {
    if (this.isLost) return;
    this.state = how;
    this.options.onLost();
  }

  private async ask(how: 'join' | 'renew'): Promise<LeaseAnswer> {
    const { claimIdleInMs, id } = this.options.descriptor;
    // From before it was sent: the server's lease can only end later than what is believed here.
    const askedAt = readBothClocks(this.options.clock);
    const args = [this.name, claimIdleInMs, how, this.end, this.aloneFrom, id, drawBorn()];
    const reply = await runScript(this.options.client, holdLease, [this.held], args);
    const [answer, born] = reply as [number, Buffer | null];
    return { answer, born: born === null ? undefined : String(born), askedAt };
  }
}

/** The script's answer where the consumer has its lease. */
const granted = 1;

interface LeaseAnswer {
  /** `granted`, 0 where the lease is gone, -1 where another consumer has the name. */
  readonly answer: number;
  readonly born: string | undefined;
  readonly askedAt: TwoTimes;
}

export interface LeaseOptions {
  readonly descriptor: ListFunction;
  readonly client: CommandSender;
  readonly clock: Clock;
  /** Called once, when it is known that the lease was lost. */
  readonly onLost: () => void;
}

/**
 * - `joining`: Redis does not know it yet.
 * - `held`: its elements are this process's, as far as is known here.
 * - `leaving`: the process gives back all that it holds; the lease ends with the last element.
 * - `given-back`: it was silent for too long, and others have put back what it held.
 * - `deleted`: the held key was deleted, and with it all that it held.
 */
type LeaseState = 'joining' | 'held' | 'leaving' | 'given-back' | 'deleted';
