import type { ListFunction, StreamFunction } from '../../functions/function-descriptor.js';
import { isForbidden } from '../../redis/errors/error-kind.js';
import { createSharedAbortController } from '../../time/shared-abort-controller.js';
import { whenAborted } from '../../time/when-aborted.js';
import type { Allowance, RateLimit } from '../rate/rate-limit.js';
import { takeCounted } from '../rate/take-counted.js';
import type { MessageReader } from './message-reader.js';

/** The reader, or one that keeps the rate of its function where that has one. */
export function limited<Message>(
  reader: MessageReader<Message>,
  descriptor: ListFunction | StreamFunction,
  rate: RateLimit | undefined,
): MessageReader<Message> {
  return rate ? new LimitedReader(reader, descriptor, rate) : reader;
}

/**
 * Reads no more messages than the rate of the function allows, so that the others wait in Redis. Before each read it
 * reserves what the read may bring, and gives back what has not come.
 */
class LimitedReader<Message> implements MessageReader<Message> {
  readonly isBoundByServer: boolean;
  /** Aborted to end the waits for the rate that are under way. */
  private waits = createSharedAbortController();
  private waiting = 0;
  private readonly underWay = new Set<Promise<unknown>>();
  /** Whether the next read does not wait; the first one is to show at once whether it can read. */
  private isHurried = true;
  private readonly ending = createSharedAbortController();
  /** Whether the last read found nothing: then the next one may wait at the server. */
  private isIdle = false;
  /** Whether it brought all that was allowed: then there is most likely more. */
  private wasFull = false;
  private readonly onWanted = (): void => this.reader.hurry();

  constructor(
    private readonly reader: MessageReader<Message>,
    private readonly descriptor: ListFunction | StreamFunction,
    private readonly rate: RateLimit,
  ) {
    this.isBoundByServer = reader.isBoundByServer === true;
  }

  get keyError(): unknown {
    return this.reader.keyError;
  }

  get mayTakeLong(): boolean {
    return this.waiting > 0 || this.reader.mayTakeLong === true;
  }

  /** Takes nothing where it is hurried while the rate allows nothing. */
  async read(count: number): Promise<Message[]> {
    // Not to keep from others what a read may bring that waits for handlers, for as long as these take.
    await this.reader.whenFree?.();
    const allowance = await this.reserve(count);
    if (allowance) return this.followed(this.readAllowed(count, allowance));
    if (!this.ending.signal.aborted) await this.examine();
    return [];
  }

  async examine(): Promise<void> {
    try {
      await this.reader.examine();
    } catch (error) {
      // Looking may take rights that reading does not.
      if (!isForbidden(error)) throw error;
    }
  }

  /** Resolves when others know what this one leaves to them, because connections are closed soon. */
  async wake(signal: AbortSignal): Promise<void> {
    this.ending.abort();
    this.endWaits();
    await this.reader.wake(signal);
    const told = Promise.allSettled(this.underWay).then(() => this.rate.whenTold());
    await Promise.race([told, whenAborted(signal)]);
  }

  hurry(): void {
    this.isHurried = true;
    this.endWaits();
    this.reader.hurry();
  }

  private async reserve(count: number): Promise<Allowance | undefined> {
    if (this.ending.signal.aborted) return undefined;
    const waits = !this.isHurried;
    this.isHurried = false;
    const onWanted = this.isIdle ? this.onWanted : undefined;
    this.waiting += 1;
    try {
      const wish = { most: this.mostOf(count), least: this.leastOf(count), onWanted, waits };
      return await this.rate.reserve(wish, this.waits.signal);
    } finally {
      this.waiting -= 1;
    }
  }

  /**
   * While nothing comes, each process reserves only what its read needs, and leaves the rest of the fleet's rate to others.
   * What replies that were lost may bring now is taken already, and may come all at once.
   */
  private mostOf(count: number): number {
    const { rateLimit, kind, keys } = this.descriptor;
    const { owed = 0 } = this.reader;
    if (!this.isIdle || rateLimit?.scope !== 'fleet') return Math.max(count, owed);
    return Math.max(Math.min(count, kind === 'stream' ? keys.length : 1), owed);
  }

  /** Batches are whole, as far as the rate allows it, where there is enough for them. */
  private leastOf(count: number): number {
    const { batch, rateLimit } = this.descriptor;
    const { owed = 0 } = this.reader;
    const least = Math.max(batch && this.wasFull ? count : 1, owed);
    return Math.min(least, rateLimit?.messages ?? least);
  }

  private async readAllowed(most: number, allowance: Allowance): Promise<Message[]> {
    // What is owed may come beside what it asks for.
    const asked = Math.min(most, allowance.count);
    try {
      const messages = await takeCounted(allowance, () => this.reader.read(asked));
      this.isIdle = messages.length === 0;
      this.wasFull = messages.length >= asked;
      return messages;
    } catch (error) {
      // It is told as soon as those behind it have ended, which would fail as well.
      this.endWaits();
      throw error;
    }
  }

  private async followed(read: Promise<Message[]>): Promise<Message[]> {
    this.underWay.add(read);
    try {
      return await read;
    } finally {
      this.underWay.delete(read);
    }
  }

  private endWaits(): void {
    this.waits.abort();
    this.waits = createSharedAbortController();
  }
}
