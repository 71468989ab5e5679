import type { BlockingClient } from '../../redis/commands/clients.js';
import type { CommandSender } from '../../redis/commands/command-sender.js';
import { ReplyLostError } from '../../redis/errors/reply-lost-error.js';
import { serverFeatures, type ServerFeatures } from '../../redis/commands/server-features.js';
import { isKeyError } from '../../redis/errors/error-kind.js';
import type { ListFunction } from '../../functions/function-descriptor.js';
import { BlockedRead } from '../../listeners/reading/blocked-read.js';
import { IdleWait } from '../../listeners/reading/idle-wait.js';
import { KeyQuarantine } from '../../listeners/reading/key-quarantine.js';
import type { MessageReader } from '../../listeners/reading/message-reader.js';
import type { ListElement } from '../../messages/list-element.js';
import type { Clock } from '../../time/clock.js';
import { poppedEnd, popNow, popOrWait, type ListEnd, type Pop } from '../pop-commands.js';

/** What a reader needs of its connection. */
type ReaderClient = CommandSender & Pick<BlockingClient, 'onReady' | 'onHeldUp'>;

/** Pops the elements of one function's lists. */
export class AtMostOnceReader implements MessageReader<ListElement> {
  private readonly end: ListEnd;
  private readonly blocked: BlockedRead;
  private readonly quarantine: KeyQuarantine;
  private features?: ServerFeatures;
  private readonly idleWait: IdleWait;
  /** Resolves when the last look that takes several commands has sent them all. */
  private looking = Promise.resolve();
  /** Whether that look brought all that it asked for: then the next one asks for all at once. */
  private wasFull = false;

  constructor(
    private readonly descriptor: ListFunction,
    private readonly client: ReaderClient,
    waker: CommandSender,
    clock: Clock,
    /** Whether it is the only reader of its function. */
    isAlone: boolean,
    /** Hears that a pop was not answered, and how many elements it may have taken. */
    private readonly onReplyLost: (most: number) => void,
  ) {
    this.end = poppedEnd(descriptor);
    this.blocked = new BlockedRead(client, waker);
    this.quarantine = new KeyQuarantine(descriptor.keys, clock, async (key) => {
      await client.send(['LLEN', key]);
    });
    const { blocked, quarantine } = this;
    const { pollingIntervalInMs } = descriptor;
    this.idleWait = new IdleWait({ pollingIntervalInMs, isAlone, blocked, quarantine });
    client.onHeldUp(() => this.blocked.nudge());
    // Another server may answer after a reconnect, so what it can do is asked again.
    client.onReady(() => {
      this.features = undefined;
      this.blocked.reset();
      // That it can read again is known when a read is answered: the first one must not wait.
      this.idleWait.hurry();
    });
  }

  get keyError(): unknown {
    return this.quarantine.firstError;
  }

  async read(count: number): Promise<ListElement[]> {
    // Not to wait where there is nothing to wait for: what is sent at once is written with what comes next.
    if (!this.blocked.isPrepared) await this.blocked.prepareFor(this.idleWait.isIdle);
    this.features ??= await serverFeatures(this.client);
    if (this.quarantine.isDue) await this.quarantine.examineAll();
    const keys = this.quarantine.healthy;
    if (keys.length === 0) throw this.keyError;
    try {
      const waits = this.idleWait.isIdle && this.descriptor.blocking;
      const popped = waits ? await this.wait(keys, count) : await this.look(keys, count);
      this.idleWait.found(popped);
      return popped;
    } catch (error) {
      if (keys.length > 1 && isKeyError(error)) await this.quarantine.examineAll();
      throw error;
    }
  }

  examine(): Promise<void> {
    return this.quarantine.examineAll();
  }

  wake(signal: AbortSignal): Promise<void> {
    return this.blocked.wake(signal);
  }

  hurry(): void {
    this.idleWait.hurry();
    this.blocked.nudge();
  }

  private async wait(keys: readonly string[], count: number): Promise<ListElement[]> {
    const waitInMs = this.idleWait.inMs;
    const pop = popOrWait(keys, this.end, count, waitInMs, this.known);
    return this.taken(pop, this.blocked.send(pop.command, waitInMs));
  }

  private look(keys: readonly string[], count: number): Promise<ListElement[]> {
    const { multiPop, popCount } = this.known;
    const takesOne = multiPop || (keys.length === 1 && popCount);
    if (takesOne) return this.pop(popNow(keys, this.end, count, this.known));
    return this.lookInTurn(keys, count);
  }

  /**
   * A look that takes several commands. The next one begins when all of them have been sent: before, it would take
   * elements from between those of this one, and they would run out of order.
   */
  private async lookInTurn(keys: readonly string[], count: number): Promise<ListElement[]> {
    const before = this.looking;
    let sent: () => void = () => undefined;
    this.looking = new Promise((resolve) => (sent = resolve));
    try {
      await before;
      const [key] = keys;
      const popped =
        keys.length === 1 && key !== undefined && this.wasFull
          ? await this.popSingly(popNow([key], this.end, count, this.known), count, sent)
          : await this.lookAtEach(keys, count, sent);
      this.wasFull = popped.length === count;
      return popped;
    } finally {
      sent();
    }
  }

  private async lookAtEach(keys: readonly string[], count: number, sent: () => void): Promise<ListElement[]> {
    for (const key of keys) {
      const pop = popNow([key], this.end, count, this.known);
      const popped = await this.pop(pop);
      if (popped.length === 0) continue;
      if (this.known.popCount) return popped;
      // What the first one took must not be lost with the others.
      return [...popped, ...(await this.popSingly(pop, count - 1, sent).catch(() => []))];
    }
    return [];
  }

  /** Where a pop takes no count (Redis 6.0): several pops in one go. What any of them took counts. */
  private async popSingly(pop: Pop, count: number, sent: () => void): Promise<ListElement[]> {
    const pops = Promise.allSettled(Array.from({ length: count }, () => this.pop(pop)));
    sent();
    const settled = await pops;
    const popped = settled.flatMap((each) => (each.status === 'fulfilled' ? each.value : []));
    const failed = settled.find((each) => each.status === 'rejected');
    if (failed && popped.length === 0) throw failed.reason;
    return popped;
  }

  private pop(pop: Pop): Promise<ListElement[]> {
    return this.taken(pop, this.client.send(pop.command));
  }

  private async taken({ read, most }: Pop, reply: Promise<unknown>): Promise<ListElement[]> {
    try {
      return read(await reply);
    } catch (error) {
      if (error instanceof ReplyLostError) this.onReplyLost(most);
      throw error;
    }
  }

  private get known(): ServerFeatures {
    return this.features ?? { version: 'unknown', popCount: false, multiPop: false };
  }
}
