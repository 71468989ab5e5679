import type { BlockingClient } from '../../redis/commands/clients.js';
import type { ReadAhead } from './read-ahead.js';

/**
 * Commands are held back and written together. But where all replies came at once, the server would rest while their
 * messages are handled: then the first half of the next reads is written at once.
 */
export class FirstHalf {
  /** How often was written when that was looked at last. */
  private writes = 0;
  /** The last read that had been begun by then. */
  private upTo = 0;

  constructor(
    private readonly reads: Pick<ReadAhead<unknown>, 'size' | 'latest'>,
    private readonly client: Pick<BlockingClient, 'writes' | 'unanswered' | 'writeNow'>,
  ) {}

  /** To be called before reads begin: those that have begun by now were written if anything was. */
  note(): void {
    if (this.client.writes === this.writes) return;
    this.writes = this.client.writes;
    this.upTo = this.reads.latest;
  }

  /** To be called when reads have begun. Writes them where they are half of all, and the server has nothing to do. */
  write(): void {
    const heldBack = this.reads.latest - this.upTo;
    const isHalf = heldBack < this.reads.size && heldBack >= this.reads.size >> 1;
    if (isHalf && this.client.unanswered === 0) this.client.writeNow();
  }
}
