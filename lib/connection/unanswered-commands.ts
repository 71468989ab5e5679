/** A command that was sent and not answered yet. */
export interface UnansweredCommand {
  readonly sentAt: number;
  readonly allowedInMs: number;
  readonly reject: (error: Error) => void;
}

/**
 * The commands of one connection that wait for their replies, oldest first. Not a Set: the tables that one leaves
 * behind as it changes refer to each other, and would keep replies in memory for long after they were handled.
 */
export class UnansweredCommands {
  private commands: UnansweredCommand[] = [];

  add(command: UnansweredCommand): void {
    this.commands.push(command);
  }

  /** It was answered. Redis answers in order, so it is nearly always the oldest. */
  remove(command: UnansweredCommand): void {
    if (this.commands[0] === command) this.commands.shift();
    else this.commands = this.commands.filter((each) => each !== command);
  }

  /** When the oldest reply is due, or undefined when none is. */
  get oldestDeadline(): number | undefined {
    const [oldest] = this.commands;
    return oldest && oldest.sentAt + oldest.allowedInMs;
  }

  /** The longest time that any of them may take; 0 where there is none. */
  get longestAllowedInMs(): number {
    return this.commands.reduce((longest, { allowedInMs }) => Math.max(longest, allowedInMs), 0);
  }

  /** Rejects all of them, each with an error of its own. */
  rejectAll(makeError: () => Error): void {
    const rejected = this.commands;
    this.commands = [];
    for (const { reject } of rejected) reject(makeError());
  }
}
