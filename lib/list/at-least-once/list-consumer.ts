import type { ListFunction } from '../../functions/function-descriptor.js';
import { mostBytesUnderWay } from '../../listeners/window/read-budget.js';
import { ListElement } from '../../messages/list-element.js';
import type { CommandSender } from '../../redis/commands/command-sender.js';
import { holdAgain } from '../../redis/commands/lua/hold-again.js';
import { popAndHold } from '../../redis/commands/lua/pop-and-hold.js';
import { runScript } from '../../redis/commands/run-script.js';
import { ReplyLostError } from '../../redis/errors/reply-lost-error.js';
import type { Clock } from '../../time/clock.js';
import { deathsOf, firstIdOf } from './element-ids.js';
import type { Receipt } from './held-elements.js';
import { Lease } from './lease.js';
import { PopNumbers } from './pop-numbers.js';
import { returnToList } from './return-to-list.js';

/** Takes elements out of one list and into Redis' keeping, under the name of its lease. */
export class ListConsumer {
  readonly lease: Lease;
  private readonly pops = new PopNumbers<Receipt>();
  /** The numbers of what was held again, by the ids that it had: the same where that is sent again. */
  private readonly heldAgain = new Map<string, number>();

  constructor(private readonly options: ListConsumerOptions) {
    const { list, descriptor, client, clock } = options;
    this.lease = new Lease(list, { descriptor, client, clock, onLost: () => this.loseAll() });
  }

  /**
   * Pops at most `count` elements, a suspect alone; resolves with undefined where the lease was lost. However replies are
   * lost, and asked for again, what it resolves with comes in the order of the list.
   */
  async pop(reader: CommandSender, count: number): Promise<readonly Receipt[] | undefined> {
    const { lease, pops } = this;
    const { pop, isAgain } = pops.next();
    const { maxDeliveryCount } = this.options.descriptor;
    const limits = [lease.aloneFrom, maxDeliveryCount, mostBytesUnderWay];
    const args = [lease.name, lease.end, count, pop.toString(36), Number(isAgain), ...limits];
    let reply: unknown;
    try {
      reply = await runScript(reader, popAndHold, [lease.list, lease.held], args);
    } catch (error) {
      const most = error instanceof ReplyLostError ? count : 0;
      if (lease.isDeleted) this.options.observer.onMaybeGone(most);
      else pops.sendAgain(pop, most);
      throw error;
    }
    // The lease is looked for, so that it is known how it was lost.
    if (reply === null) await lease.renew();
    if (reply === null) return undefined;
    const receipts = this.receiptsOf(pop, reply as PopReply);
    return lease.isDeleted ? receipts : pops.handOut(pop, receipts);
  }

  /**
   * Puts back everything it holds but these, also what it does not know it popped. It looks first whether its lease was
   * lost: what went with the key is not given back.
   */
  async giveBack(staying: readonly string[]): Promise<void> {
    const { lease } = this;
    await lease.renew();
    if (lease.isLost) return;
    if (staying.length === 0) lease.leave();
    const { list, name: consumer, end, aloneFrom } = lease;
    try {
      await returnToList(this.options.client, list, { which: 'own', consumer, end, aloneFrom, staying });
    } catch (error) {
      lease.stay();
      throw error;
    }
  }

  /**
   * Takes what was given back, and waits in the list again, out of it once more; resolves with undefined where it does not
   * wait there.
   */
  async holdAgain({ id: before, element }: Receipt): Promise<Receipt | undefined> {
    const { lease } = this;
    // No pop has the number 0.
    const index = this.heldAgain.get(before) ?? this.heldAgain.size;
    this.heldAgain.set(before, index);
    const args = [lease.end, lease.name, `${lease.name}.0.${index}`, firstIdOf(before), element.body];
    const reply = await runScript(this.options.client, holdAgain, [lease.list, lease.held], args);
    const id = reply as Buffer | null;
    return id === null ? undefined : { element, lease, id: String(id), state: 'begun' };
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

  private loseAll(): void {
    this.options.observer.onLost(this);
    this.pops.forgetTaken();
  }

  private receiptsOf(pop: number, [bodies, ids]: PopReply): Receipt[] {
    const { lease } = this;
    const prefix = `${lease.name}.${pop.toString(36)}.`;
    if (ids.length === 0) {
      return bodies.map((body, index) => {
        const element = new ListElement(lease.list, body, 1);
        return { element, lease, id: `${prefix}${index}`, state: 'waiting' };
      });
    }
    return bodies.map((body, index) => {
      const id = ids[index]?.toString('latin1') ?? `${prefix}${index}`;
      const element = new ListElement(lease.list, body, deathsOf(id) + 1);
      return { element, lease, id, state: 'waiting' };
    });
  }
}

type PopReply = readonly [elements: readonly Buffer[], ids: readonly Buffer[]];

export interface ListConsumerOptions {
  readonly list: string;
  readonly descriptor: ListFunction;
  readonly client: CommandSender;
  readonly clock: Clock;
  readonly observer: ConsumerObserver;
}

/** Hears what happens to a consumer. */
export interface ConsumerObserver {
  /** Once, when it is known that its lease was lost. */
  readonly onLost: (consumer: ListConsumer) => void;
  /** A pop is not answered, and what it took, if anything, went with the key: so many elements at most. */
  readonly onMaybeGone: (most: number) => void;
}
