import type { Redis } from 'ioredis';
import { nextTick } from '../../time/real-timers.js';

/**
 * Gathers the commands of one turn of the event loop into one write, because a write costs more than several commands.
 * ioredis treats it as a pipeline, and writes each command to it instead of to the socket. Call `writeNow` before
 * anything else is written to the socket, because replies are told apart only by their order.
 */
export class WriteBatcher {
  readonly isPipeline = true;
  /** Whole commands in their order; texts in a row are one piece. */
  private pieces: (string | Buffer)[] = [];
  private heldBack = 0;
  private written = 0;
  private byteCount = 0;
  /** The socket that the commands are for; undefined if none is held back. */
  private stream?: Redis['stream'] | undefined;
  private readonly writeAtEnd = (): void => this.writeNow();

  constructor(
    /** Where it writes to, under the names that ioredis expects of a pipeline. */
    readonly destination: { readonly redis: Pick<Redis, 'stream'> },
  ) {}

  /** How often something was written. */
  get count(): number {
    return this.written;
  }

  /** About how many bytes all commands had so far; of a text, the characters are counted. */
  get bytes(): number {
    return this.byteCount;
  }

  /** How many commands are held back. */
  get size(): number {
    return this.heldBack;
  }

  /** Holds a command back, at most until the current turn of the event loop ends. */
  write(command: string | Buffer): void {
    const last = this.pieces.length - 1;
    const before = this.pieces[last];
    if (typeof before === 'string' && typeof command === 'string') this.pieces[last] = before + command;
    else this.pieces.push(command);
    this.heldBack += 1;
    this.byteCount += command.length;
    if (this.stream) return;
    this.stream = this.destination.redis.stream;
    nextTick(this.writeAtEnd);
  }

  /** Writes what is held back, and counts bytes that are then written to the socket directly. */
  makeWay(bytes: number): void {
    this.writeNow();
    this.byteCount += bytes;
  }

  /** Writes what is held back; it is lost if its connection was ended meanwhile. */
  writeNow(): void {
    const { stream, pieces } = this;
    if (!stream) return;
    this.stream = undefined;
    this.pieces = [];
    this.heldBack = 0;
    this.written += 1;
    if (!stream.writable) return;
    if (pieces.length > 1) stream.cork();
    for (const piece of pieces) stream.write(piece);
    if (pieces.length > 1) stream.uncork();
  }
}
