import type { CommandSender, RedisCommand } from '../connection/command-sender.js';
import type { Clock } from '../time/clock.js';

/** How long to wait before a blocked read is woken once more: it may not have reached the server yet. */
const wakeAgainAfterInMs = 25;

/**
 * A read that may block on the server, on a connection of its own, and can be woken without losing what
 * it takes. To close the connection instead would lose an element that is on its way.
 */
export class BlockedRead {
  private clientId?: number;
  private underWay?: Promise<unknown>;
  private woken = false;

  constructor(
    private readonly reader: CommandSender,
    private readonly waker: CommandSender,
    private readonly clock: Clock,
  ) {}

  /** Forgets which connection it is: to be called whenever the connection was made anew. */
  reset(): void {
    this.clientId = undefined;
  }

  /** Sends the read, and resolves with its reply; after a wake it sends nothing and resolves with null. */
  async send(command: RedisCommand, blocksInMs: number): Promise<unknown> {
    this.clientId ??= Number(await this.reader.send(['CLIENT', 'ID']));
    if (this.woken) return null;
    this.underWay = this.reader.send(command, blocksInMs);
    try {
      return await this.underWay;
    } finally {
      this.underWay = undefined;
    }
  }

  /**
   * Wakes the read that is under way, for good, and waits until it has been answered, or until `signal` is
   * aborted.
   * Where CLIENT UNBLOCK is forbidden, the read ends by itself when its time is over.
   */
  async wake(signal: AbortSignal): Promise<void> {
    this.woken = true;
    const { underWay, clientId } = this;
    if (!underWay || clientId === undefined) return;
    const answered = new AbortController();
    const settled = underWay.then(
      () => answered.abort(),
      () => answered.abort(),
    );
    const end = AbortSignal.any([signal, answered.signal]);
    while (!end.aborted) {
      await this.waker.send(['CLIENT', 'UNBLOCK', clientId]).catch(() => undefined);
      await this.clock.sleep(wakeAgainAfterInMs, end);
    }
    if (answered.signal.aborted) await settled;
  }
}
