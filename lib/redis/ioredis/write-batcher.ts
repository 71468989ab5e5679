import type { Redis } from 'ioredis';
import { nextTick } from '../../time/real-timers.js';

/**
 * Gathers what is written to a connection in one turn of the event loop: one write costs more than several commands.
 * ioredis takes it for a pipeline, and gives it the text of each command instead of the socket. Whatever is written to
 * the socket past it has to come after a `writeNow`: replies are told apart by their order alone.
 */
export class WriteBatcher {
  readonly isPipeline = true;
  /** Whole commands, in their order; of those that are text as few pieces as can be. */
  private pieces: (string | Buffer)[] = [];
  private heldBack = 0;
  private written = 0;
  private byteCount = 0;
  /** What the commands are for; undefined where none is held back. */
  private stream?: Redis['stream'] | undefined;
  private readonly writeAtEnd = (): void => this.writeNow();

  constructor(
    /** Where it writes to; what ioredis looks for there, in a pipeline. */
    readonly destination: { readonly redis: Pick<Redis, 'stream'> },
  ) {}

  /** How often something was written. */
  get count(): number {
    return this.written;
  }

  /** How many bytes all commands so far had, about: of text, its characters are counted. */
  get bytes(): number {
    return this.byteCount;
  }

  /** How many commands are held back. */
  get size(): number {
    return this.heldBack;
  }

  /** Holds back a command, at the latest until what runs now has ended. */
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

  /** Writes what is held back, and counts so many bytes that are written past it thereafter. */
  makeWay(bytes: number): void {
    this.writeNow();
    this.byteCount += bytes;
  }

  /** Writes what is held back; where its connection was ended meanwhile, it is lost with that. */
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
