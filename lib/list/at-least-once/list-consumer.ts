import type { CommandSender } from '../../redis/commands/command-sender.js';
import { runScript } from '../../redis/commands/run-script.js';
import type { ListFunction } from '../../functions/function-descriptor.js';
import { ListElement } from '../../messages/list-element.js';
import { mostBytesUnderWay } from '../../listeners/window/read-budget.js';
import { aloneFrom } from '../../listeners/poison/suspects.js';
import { ReplyLostError } from '../../redis/errors/reply-lost-error.js';
import { holdAgain } from '../../redis/commands/lua/hold-again.js';
import { holdLease } from '../../redis/commands/lua/hold-lease.js';
import { markAlone } from '../../redis/commands/lua/mark-alone.js';
import { popAndHold } from '../../redis/commands/lua/pop-and-hold.js';
import { settleLate } from '../../redis/commands/lua/settle-late.js';
import type { Clock } from '../../time/clock.js';
import { mostElapsedSince, readBothClocks, type TwoTimes } from '../../time/elapsed-since.js';
import { poppedEnd, type ListEnd } from '../pop-commands.js';
import type { Receipt } from './held-elements.js';
import { deathsOf, drawBorn, drawName, firstIdOf } from './element-ids.js';
import { heldKey } from './held-key.js';
import { PopNumbers } from './pop-numbers.js';
import { returnToList } from './return-to-list.js';

type PopReply = readonly [elements: readonly Buffer[], ids: readonly Buffer[]];

/** How a lease was lost: what was held went back to the list, or the key was deleted and all that is gone. */
export type LossOfLease = 'given-back' | 'deleted';

/** Hears what happens to a consumer. */
export interface ConsumerObserver {
  /** Once, when it is known that its lease was lost. */
  readonly onLost: (consumer: ListConsumer) => void;
  /** A pop is not answered, and what it took, if anything, went with the key: so many elements at most. */
  readonly onMaybeGone: (most: number) => void;
}

/** The bodies of what is settled late go with it: so many elements in one command. */
const settledAtOnce = 100;

/**
 * One life of a function on one list: what it pops is kept under its name. Once its lease was lost the name
 * is dead, and what it held is somebody else's.
 */
export class ListConsumer {
  /** Short, because it stands in the field of every element that is held. */
  name = drawName();
  readonly held: string;
  private loss?: LossOfLease;
  /** When it last asked for its lease and got it. */
  private confirmedAt?: TwoTimes;
  /** What the key had drawn when this consumer joined. */
  private born?: string;
  private readonly pops = new PopNumbers<Receipt>();
  /** The numbers of what was held again, by the ids that it had: the same where that is sent again. */
  private readonly heldAgain = new Map<string, number>();
  private confirming?: Promise<void>;
  /** Set while it gives back all it holds, and from then on: its lease ends with the last element. */
  private isLeaving = false;
  private readonly end: ListEnd;
  private readonly aloneFrom: number;

  constructor(
    readonly list: string,
    private readonly descriptor: ListFunction,
    private readonly client: CommandSender,
    private readonly clock: Clock,
    private readonly observer: ConsumerObserver,
  ) {
    this.held = heldKey(list);
    this.end = poppedEnd(descriptor);
    this.aloneFrom = aloneFrom(descriptor.maxDeliveryCount);
  }

  /** Whether its elements are with others or gone, as far as is known here. */
  get isLost(): boolean {
    return this.loss !== undefined;
  }

  /** Whether what it held is gone, because the key was deleted. */
  get isDeleted(): boolean {
    return this.loss === 'deleted';
  }

  /** Whether pops were sent and never answered: what they took has to be asked for again. */
  get hasUnanswered(): boolean {
    return this.pops.hasUnanswered;
  }

  /** How many elements were answered that cannot be handed out before those of an earlier pop. */
  get waiting(): number {
    return this.pops.waiting;
  }

  /** How many elements pops may have taken to which no reply has come. */
  get mayHaveTaken(): number {
    return this.pops.mayHaveTaken;
  }

  /** Whether its lease lasts at this moment, without asking Redis. */
  get isSure(): boolean {
    if (this.isLost || !this.confirmedAt) return false;
    return mostElapsedSince(this.confirmedAt, this.clock) < this.descriptor.claimIdleInMs;
  }

  /** Begins its lease, under a name that no other consumer of the list has. */
  async join(): Promise<void> {
    while (!(await this.holdLease('join'))) this.name = drawName();
  }

  /** Says that it lives, and learns whether its lease was lost. */
  async renew(): Promise<void> {
    if (!this.isLost && !this.isLeaving) await this.holdLease('renew');
  }

  /** As `renew`, once for all who ask at the same time. */
  confirm(): Promise<void> {
    this.confirming ??= this.renew().finally(() => (this.confirming = undefined));
    return this.confirming;
  }

  /**
   * Pops at most `count` elements, a suspect alone; resolves with undefined where the lease was lost. However replies are
   * lost, and asked for again, what it resolves with comes in the order of the list.
   */
  async take(reader: CommandSender, count: number): Promise<readonly Receipt[] | undefined> {
    const { pop, isAgain } = this.pops.next();
    const { maxDeliveryCount } = this.descriptor;
    const limits = [this.aloneFrom, maxDeliveryCount, mostBytesUnderWay];
    const args = [this.name, this.end, count, pop.toString(36), Number(isAgain), ...limits];
    let reply: unknown;
    try {
      reply = await runScript(reader, popAndHold, [this.list, this.held], args);
    } catch (error) {
      const most = error instanceof ReplyLostError ? count : 0;
      if (this.isDeleted) this.observer.onMaybeGone(most);
      else this.pops.failed(pop, most);
      throw error;
    }
    // The lease is looked for, so that it is known how it was lost.
    if (reply === null) await this.renew();
    if (reply === null) return undefined;
    const receipts = this.receiptsOf(pop, reply as PopReply);
    return this.isDeleted ? receipts : this.pops.answered(pop, receipts);
  }

  /**
   * Puts back everything it holds but these, also what it does not know it popped. It looks first whether its lease was
   * lost: what went with the key is not given back.
   */
  async giveBack(staying: readonly string[]): Promise<void> {
    const { end, aloneFrom, client, name: consumer } = this;
    await this.renew();
    if (this.isLost) return;
    this.isLeaving ||= staying.length === 0;
    try {
      await returnToList(client, this.list, { which: 'own', consumer, end, aloneFrom, staying });
    } catch (error) {
      this.isLeaving = false;
      throw error;
    }
  }

  /**
   * Says that of all it holds this one runs, by itself: it is to blame if the process dies. Resolves with false where it
   * does not hold it any more.
   */
  async markAlone(id: string): Promise<boolean> {
    const answer = await runScript(this.client, markAlone, [this.held], [this.name, id]);
    if (answer === -1) await this.renew();
    return answer === 1;
  }

  /** Says that none runs by itself any longer. */
  async unmarkAlone(): Promise<void> {
    await this.client.send(['HDEL', this.held, `alone:${this.name}`]);
  }

  /** Settles what it holds, or held: others may have been given it meanwhile. */
  async settle(sender: CommandSender, receipts: readonly Receipt[]): Promise<void> {
    const ids = receipts.map(({ id }) => id);
    const isAll = !this.isLost && (await sender.send(['HDEL', this.held, ...ids])) === ids.length;
    if (isAll || this.isDeleted) return;
    for (let from = 0; from < receipts.length; from += settledAtOnce) {
      const late = receipts.slice(from, from + settledAtOnce);
      const args = late.flatMap(({ id, element }) => [firstIdOf(id), element.body]);
      await runScript(sender, settleLate, [this.list, this.held], [this.end, ...args]);
    }
  }

  /**
   * Takes what was given back, and waits in the list again, out of it once more; resolves with undefined where it does not
   * wait there.
   */
  async holdAgain({ id: before, element }: Receipt): Promise<Receipt | undefined> {
    const firstId = firstIdOf(before);
    // No pop has this number.
    const index = this.heldAgain.get(before) ?? this.heldAgain.size;
    this.heldAgain.set(before, index);
    const args = [this.end, this.name, `${this.name}.0.${index}`, firstId, element.body];
    const id = (await runScript(this.client, holdAgain, [this.list, this.held], args)) as Buffer | null;
    return id === null ? undefined : { element, consumer: this, id: String(id), hasBegun: true };
  }

  private receiptsOf(pop: number, [bodies, ids]: PopReply): Receipt[] {
    const prefix = `${this.name}.${pop.toString(36)}.`;
    if (ids.length === 0) {
      return bodies.map((body, index) => {
        const element = new ListElement(this.list, body, 1);
        return { element, consumer: this, id: `${prefix}${index}`, hasBegun: false };
      });
    }
    return bodies.map((body, index) => {
      const id = ids[index]?.toString('latin1') ?? `${prefix}${index}`;
      const element = new ListElement(this.list, body, deathsOf(id) + 1);
      return { element, consumer: this, id, hasBegun: false };
    });
  }

  /** Resolves with whether the name was free, or its own. */
  private async holdLease(how: 'join' | 'renew'): Promise<boolean> {
    const { claimIdleInMs, id } = this.descriptor;
    // From before it was sent: the server's lease can only end later than what is believed here.
    const askedAt = readBothClocks(this.clock);
    const args = [this.name, claimIdleInMs, how, this.end, this.aloneFrom, id, drawBorn()];
    const reply = await runScript(this.client, holdLease, [this.held], args);
    const [isHeld, born] = reply as [number, Buffer | null];
    if (isHeld === -1) return false;
    if (how === 'join') this.born = String(born);
    if (this.isLeaving) return true;
    if (isHeld === 1 && String(born) === this.born) this.confirmedAt = askedAt;
    else this.lose(born !== null && String(born) === this.born ? 'given-back' : 'deleted');
    return true;
  }

  private lose(how: LossOfLease): void {
    if (this.loss) return;
    this.loss = how;
    this.observer.onLost(this);
    this.pops.forget();
  }
}
