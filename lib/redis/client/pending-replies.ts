import type { Clock } from '../../time/clock.js';

/**
 * The commands of a connection that were sent and not answered yet, in their order. A linked list: a Set that is never
 * empty keeps its old tables, and with them old replies, in memory (see `InFlightMap`).
 */
export class PendingReplies {
  private first?: PendingReply | undefined;
  private last?: PendingReply | undefined;
  private count = 0;
  private byteCount = 0;

  constructor(private readonly clock: Clock) {}

  get size(): number {
    return this.count;
  }

  /** About how many bytes they have. */
  get bytes(): number {
    return this.byteCount;
  }

  /** When the oldest of them is overdue; undefined if there is none. */
  get oldestDueAt(): number | undefined {
    return this.first?.dueAt;
  }

  /** The longest time that any of them may take, in milliseconds. */
  get longestInMs(): number {
    let longest = 0;
    for (const { allowedInMs } of this.all()) longest = Math.max(longest, allowedInMs);
    return longest;
  }

  /** Adds a command that was sent: how long it may wait on the server, and how many bytes it has. */
  add(blocksInMs: number, bytes: number, reject: (error: Error) => void): PendingReply {
    const allowedInMs = blocksInMs + promptReplyInMs;
    const dueAt = this.clock.now() + allowedInMs;
    const command: PendingReply = {
      dueAt,
      allowedInMs,
      waits: blocksInMs > 0,
      bytes,
      reject,
      isAnswered: false,
      next: undefined,
    };
    if (this.last) this.last.next = command;
    else this.first = command;
    this.last = command;
    this.count += 1;
    this.byteCount += bytes;
    return command;
  }

  /** A command was answered, or nobody waits for its reply any more. */
  answered(command: PendingReply): void {
    if (command.isAnswered) return;
    command.isAnswered = true;
    this.count -= 1;
    this.byteCount -= command.bytes;
    while (this.first?.isAnswered) this.dropFirst(this.first);
  }

  /** Rejects all of them in their order, because none will be answered. */
  rejectAll(makeError: (command: PendingReply, isOldest: boolean) => Error): void {
    for (const [index, command] of [...this.all()].entries()) {
      this.answered(command);
      command.reject(makeError(command, index === 0));
    }
  }

  private *all(): Iterable<PendingReply> {
    for (let command = this.first; command; command = command.next) {
      if (!command.isAnswered) yield command;
    }
  }

  private dropFirst(command: PendingReply): void {
    this.first = command.next;
    if (!this.first) this.last = undefined;
    // In V8's old generation it would keep all later ones in memory.
    command.next = undefined;
  }
}

/** How long Redis may take over a command that does not block before the connection is doubted. */
const promptReplyInMs = 5_000;

/** A command that was sent and not answered yet. */
export interface PendingReply {
  readonly dueAt: number;
  readonly allowedInMs: number;
  /** Whether it may wait on the server for something to come. */
  readonly waits: boolean;
  readonly bytes: number;
  readonly reject: (error: Error) => void;
  isAnswered: boolean;
  next: PendingReply | undefined;
}
