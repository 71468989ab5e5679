import type { ListFunction, StreamFunction } from '../../functions/function-descriptor.js';
import { isForbidden } from '../../redis/errors/error-kind.js';
import { createSharedAbortController } from '../../time/shared-abort-controller.js';
import { whenAborted } from '../../time/when-aborted.js';
import type { Allowance, RateLimit } from '../rate/rate-limit.js';
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
  private isOver = false;
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
    const allowance = await this.reserve(count);
    if (allowance) return this.followed(this.readAllowed(allowance));
    if (!this.isOver) await this.examine();
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
    this.isOver = true;
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
    if (this.isOver) return undefined;
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

  /** While nothing comes, each process reserves only what its read needs, and leaves the rest of the fleet's rate to others. */
  private mostOf(count: number): number {
    const { rateLimit, kind, keys } = this.descriptor;
    if (!this.isIdle || rateLimit?.scope !== 'fleet') return count;
    return Math.min(count, kind === 'stream' ? keys.length : 1);
  }

  /** Batches are whole, as far as the rate allows it, where there is enough for them. */
  private leastOf(count: number): number {
    const { batch, rateLimit } = this.descriptor;
    return batch && this.wasFull ? Math.min(count, rateLimit?.messages ?? count) : 1;
  }

  private async readAllowed({ count, settle }: Allowance): Promise<Message[]> {
    let came = 0;
    try {
      const messages = await this.reader.read(count);
      came = messages.length;
      this.isIdle = came === 0;
      this.wasFull = came >= count;
      return messages;
    } catch (error) {
      // It is told as soon as those behind it have ended, which would fail as well.
      this.endWaits();
      throw error;
    } finally {
      settle(came);
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
