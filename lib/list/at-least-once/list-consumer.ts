import { randomInt } from 'node:crypto';
import type { CommandSender } from '../../redis/commands/command-sender.js';
import { runScript } from '../../redis/commands/run-script.js';
import type { ListFunction } from '../../functions/function-descriptor.js';
import { ListElement } from '../../messages/list-element.js';
import { mostBytesUnderWay } from '../../listeners/window/read-budget.js';
import { aloneFrom } from '../../listeners/poison/suspects.js';
import { holdAgain } from '../../redis/commands/lua/hold-again.js';
import { holdLease } from '../../redis/commands/lua/hold-lease.js';
import { markAlone } from '../../redis/commands/lua/mark-alone.js';
import { popAndHold } from '../../redis/commands/lua/pop-and-hold.js';
import { settleLate } from '../../redis/commands/lua/settle-late.js';
import type { Clock } from '../../time/clock.js';
import { mostElapsedSince, readBothClocks, type TwoTimes } from '../../time/elapsed-since.js';
import { poppedEnd, type ListEnd } from '../pop-commands.js';
import type { Receipt } from './held-elements.js';
import { heldKey } from './held-key.js';
import { PopNumbers } from './pop-numbers.js';
import { returnToList } from './return-to-list.js';

type PopReply = readonly [elements: readonly Buffer[], ids: readonly Buffer[]];

/** How a lease was lost: what was held went back to the list, or the key was deleted and all that is gone. */
export type LossOfLease = 'given-back' | 'deleted';

/**
 * Of 60 million names none is drawn twice, but for chance: where another consumer has it, it is drawn again. What tells
 * one life of the key from another has to be longer, because nothing looks whether it was drawn before.
 */
const nameLength = 5;
const bornLength = 10;

/** The bodies of what is settled late go with it: so many elements in one command. */
const settledAtOnce = 100;

/**
 * One life of a function on one list: what it pops is kept under its name. Once its lease was lost the name
 * is dead, and what it held is somebody else's.
 */
export class ListConsumer {
  /** Short, because it stands in the field of every element that is held. */
  name = draw(nameLength);
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
  private readonly end: ListEnd;
  private readonly aloneFrom: number;

  constructor(
    readonly list: string,
    private readonly descriptor: ListFunction,
    private readonly client: CommandSender,
    private readonly clock: Clock,
    /** Hears once that its lease was lost. */
    private readonly onLost: (consumer: ListConsumer) => void,
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

  /** Whether its lease lasts at this moment, without asking Redis. */
  get isSure(): boolean {
    if (this.isLost || !this.confirmedAt) return false;
    return mostElapsedSince(this.confirmedAt, this.clock) < this.descriptor.claimIdleInMs;
  }

  /** Begins its lease, under a name that no other consumer of the list has. */
  async join(): Promise<void> {
    while (!(await this.holdLease('join'))) this.name = draw(nameLength);
  }

  /** Says that it lives, and learns whether its lease was lost. */
  async renew(): Promise<void> {
    if (!this.isLost) await this.holdLease('renew');
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
    const suspects = [this.aloneFrom, maxDeliveryCount];
    const args = [
      this.name,
      this.end,
      count,
      pop.toString(36),
      Number(isAgain),
      ...suspects,
      mostBytesUnderWay,
    ];
    let reply: unknown;
    try {
      reply = await runScript(reader, popAndHold, [this.list, this.held], args);
    } catch (error) {
      this.pops.failed(pop);
      throw error;
    }
    // The lease is looked for, so that it is known how it was lost.
    if (reply === null) await this.renew();
    if (reply === null) return undefined;
    return this.pops.answered(pop, this.receiptsOf(pop, reply as PopReply));
  }

  /** Puts back everything it holds but these, also what it does not know it popped. */
  async giveBack(staying: readonly string[]): Promise<void> {
    const { end, aloneFrom, client, name: consumer } = this;
    await returnToList(client, this.list, { which: 'own', consumer, end, aloneFrom, staying });
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
    const args = [this.name, claimIdleInMs, how, this.end, this.aloneFrom, id, draw(bornLength)];
    const reply = await runScript(this.client, holdLease, [this.held], args);
    const [isHeld, born] = reply as [number, Buffer | null];
    if (isHeld === -1) return false;
    if (how === 'join') this.born = String(born);
    if (isHeld === 1 && String(born) === this.born) this.confirmedAt = askedAt;
    else this.lose(born !== null && String(born) === this.born ? 'given-back' : 'deleted');
    return true;
  }

  private lose(how: LossOfLease): void {
    if (this.loss) return;
    this.loss = how;
    this.onLost(this);
  }
}

/** So many letters and digits, by chance. */
function draw(length: number): string {
  return Array.from({ length }, () => randomInt(36).toString(36)).join('');
}

/** Where an element was held first: `<id>/<first id>/<deaths>`, or `<id>` where it was never given back. */
function firstIdOf(id: string): string {
  return id.split('/')[1] ?? id;
}

function deathsOf(id: string): number {
  const from = id.lastIndexOf('/');
  return from < 0 ? 0 : Number(id.slice(from + 1));
}
