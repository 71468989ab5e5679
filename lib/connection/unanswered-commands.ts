import type { Clock } from '../time/clock.js';

/** How long Redis may take over a command that does not block before the connection is doubted. */
const promptReplyInMs = 5_000;

/** A command that was sent and not answered yet. */
interface UnansweredCommand {
  readonly dueAt: number;
  readonly allowedInMs: number;
  readonly reject: (error: Error) => void;
}

/** The commands of a connection that were sent and not answered yet, in their order. */
export class UnansweredCommands {
  private readonly commands = new Set<UnansweredCommand>();

  constructor(private readonly clock: Clock) {}

  get size(): number {
    return this.commands.size;
  }

  /** When the oldest of them is overdue; undefined where there is none. */
  get oldestDueAt(): number | undefined {
    for (const { dueAt } of this.commands) return dueAt;
    return undefined;
  }

  /** The longest time that any of them may take, in milliseconds. */
  get longestInMs(): number {
    return Math.max(0, ...Array.from(this.commands, ({ allowedInMs }) => allowedInMs));
  }

  /** One was sent, which may wait on the server for so long. Returns what is to be called when it is answered. */
  add(blocksInMs: number, reject: (error: Error) => void): () => void {
    const allowedInMs = blocksInMs + promptReplyInMs;
    const command = { dueAt: this.clock.now() + allowedInMs, allowedInMs, reject };
    this.commands.add(command);
    return () => this.commands.delete(command);
  }

  /** None of them will be answered. */
  rejectAll(makeError: () => Error): void {
    for (const { reject } of this.commands) reject(makeError());
    this.commands.clear();
  }
}
