/** All reads of a function that are under way together ask for about so many bytes. */
export const mostBytesUnderWay = 4 * 1024 * 1024;

/** About so many bytes wait in this process to be handled: what was read ahead, and what waits behind others of its key. */
export const mostBytesWaiting = 16 * 1024 * 1024;

/** After each reply messages are taken to be this many times smaller than before, as far as the reply allows. */
const growth = 8;

/**
 * How many messages a function may ask Redis for, so that they come to about so many bytes. How large they are is not
 * known before they are here. So the first read asks for one; each reply that brings small ones allows eight times as
 * many, and a large one allows less at once, also among many small ones: where one is, there are often more. What was
 * learned is kept while the function is idle, and is forgotten when a read fails: what it asked for may have been too
 * much for the connection.
 */
export class ReadBudget {
  /** How large a message is taken to be, in bytes. */
  private bytesEach = mostBytesUnderWay;

  /** How many messages may be under way at once; at least one. */
  get underWay(): number {
    return Math.max(1, Math.floor(mostBytesUnderWay / this.bytesEach));
  }

  /** How many may wait in this process, each of them so many messages; at least one. */
  waiting(messagesEach: number): number {
    return Math.max(1, Math.floor(mostBytesWaiting / (this.bytesEach * messagesEach)));
  }

  /** A read brought messages, the largest of so many bytes. */
  came(largest: number): void {
    this.bytesEach = Math.max(1, largest, this.bytesEach / growth);
  }

  /** A read failed. */
  startAnew(): void {
    this.bytesEach = mostBytesUnderWay;
  }
}
