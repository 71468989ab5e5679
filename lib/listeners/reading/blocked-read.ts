import type { CommandSender, RedisCommand } from '../../redis/commands/command-sender.js';
import { isForbidden } from '../../redis/errors/error-kind.js';
import { ignoreRejection } from '../../time/ignore-rejection.js';
import { systemClock } from '../../time/system-clock.js';
import { whenAborted } from '../../time/when-aborted.js';

/**
 * How long to wait before a blocked read is woken once more: it may not have reached the server yet. The
 * network's time is the system's, also where a test drives the clock.
 */
const wakeAgainAfterInMs = 25;

/**
 * A read that may block on the server, on a connection of its own, and can be woken without losing what
 * it takes. To close the connection instead would lose an element that is on its way.
 */
export class BlockedRead {
  private clientId?: number;
  /** Whether this user may not learn the id, or may not use it: then reads end by themselves. */
  private mayNotWake = false;
  private underWay?: Promise<unknown>;
  private isOver = false;

  constructor(
    private readonly reader: CommandSender,
    private readonly waker: CommandSender,
  ) {}

  /** Forgets which connection it is: to be called whenever the connection was made anew. */
  reset(): void {
    this.clientId = undefined;
    this.mayNotWake = false;
  }

  /** Whether a read can be woken. */
  get isWakeable(): boolean {
    return this.clientId !== undefined && !this.mayNotWake;
  }

  /** Whether `prepare` has nothing more to do. */
  get isPrepared(): boolean {
    return this.clientId !== undefined || this.mayNotWake;
  }

  /**
   * Learns which connection it is, so that a read can be woken. To be awaited before `send`. Where CLIENT ID
   * is forbidden, reads are not woken.
   */
  async prepare(): Promise<void> {
    if (this.isPrepared) return;
    try {
      this.clientId = Number(await this.reader.send(['CLIENT', 'ID']));
    } catch (error) {
      if (!isForbidden(error)) throw error;
      this.mayNotWake = true;
    }
  }

  /**
   * The same for a read that may wait at the server. Before any other it only asks, and what goes wrong shows at the next
   * read: so the question is written together with the first look.
   */
  async prepareFor(waits: boolean): Promise<void> {
    const prepared = this.prepare();
    if (waits) await prepared;
    else ignoreRejection(prepared);
  }

  /** Sends the read, and resolves with its reply; after `wake` it sends nothing and resolves with null. */
  async send(command: RedisCommand, blocksInMs: number): Promise<unknown> {
    if (this.isOver) return null;
    this.underWay = this.reader.send(command, blocksInMs);
    try {
      return await this.underWay;
    } finally {
      this.underWay = undefined;
    }
  }

  /** Wakes the read that is under way, if there is one; those after it may wait again. */
  nudge(): void {
    if (this.underWay) void this.unblock(this.underWay, new AbortController().signal);
  }

  /**
   * Wakes the read that is under way, for good, and waits until it has been answered, or until `signal` is
   * aborted. Where CLIENT UNBLOCK is forbidden, the read ends by itself when its time is over.
   */
  async wake(signal: AbortSignal): Promise<void> {
    this.isOver = true;
    if (this.underWay) await this.unblock(this.underWay, signal);
  }

  private async unblock(read: Promise<unknown>, signal: AbortSignal): Promise<void> {
    const answered = new AbortController();
    const end = (): void => answered.abort();
    read.then(end, end);
    const over = AbortSignal.any([signal, answered.signal]);
    while (!over.aborted && !this.mayNotWake && this.clientId !== undefined) {
      await this.waker.send(['CLIENT', 'UNBLOCK', this.clientId]).catch((error: unknown) => {
        this.mayNotWake = isForbidden(error);
      });
      await systemClock.sleep(wakeAgainAfterInMs, over);
    }
    await whenAborted(over);
  }
}
