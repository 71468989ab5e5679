import type { Writable } from 'node:stream';
import { nextTick } from '../time/real-timers.js';

/**
 * Gathers what is written to a connection in one turn of the event loop: one write costs more than several
 * commands.
 */
export class GatheredWrites {
  private heldBackIn?: Writable | undefined;
  private heldBack = 0;
  private written = 0;

  /** How often something was written. */
  get count(): number {
    return this.written;
  }

  /** How many commands are held back. */
  get size(): number {
    return this.heldBack;
  }

  /** Holds back the command that is written next, at the latest until what runs now has ended. */
  holdBack(stream: Writable): void {
    this.heldBack += 1;
    if (this.heldBackIn) return;
    this.heldBackIn = stream;
    stream.cork();
    nextTick(() => this.writeNow());
  }

  /** Writes what is held back. */
  writeNow(): void {
    const { heldBackIn } = this;
    this.heldBackIn = undefined;
    this.heldBack = 0;
    if (!heldBackIn) return;
    this.written += 1;
    heldBackIn.uncork();
  }
}
