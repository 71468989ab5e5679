import type { Clock } from '../../time/clock.js';

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

/**
 * The commands of a connection that were sent and not answered yet, in their order. A list of links, for a Set in which
 * there is always something leaves behind tables that keep replies alive (see `InFlightMap`).
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

  /** How many bytes they have, about. */
  get bytes(): number {
    return this.byteCount;
  }

  /** When the oldest of them is overdue; undefined where there is none. */
  get oldestDueAt(): number | undefined {
    return this.first?.dueAt;
  }

  /** The longest time that any of them may take, in milliseconds. */
  get longestInMs(): number {
    let longest = 0;
    for (const { allowedInMs } of this.all()) longest = Math.max(longest, allowedInMs);
    return longest;
  }

  /** One of so many bytes was sent, which may wait on the server for so long. */
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

  /** One was answered, or nobody waits for it any more. */
  answered(command: PendingReply): void {
    if (command.isAnswered) return;
    command.isAnswered = true;
    this.count -= 1;
    this.byteCount -= command.bytes;
    while (this.first?.isAnswered) this.dropFirst(this.first);
  }

  /** None of them will be answered. They are told in their order. */
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
    // One that the collector takes for old would keep alive all that came after it.
    command.next = undefined;
  }
}
