/** Something with output to send or input to look at when a turn is over. */
export interface TurnMember {
  /** Runs the requests that have arrived. */
  proceed(): void;
  /** Sends what was answered. */
  flush(): void;
}

/**
 * Redis does one thing at a time. A turn is such a thing with all that follows from it: blocked clients are
 * served, their next requests run, and at the end every reply goes out.
 */
export class Turns {
  private isRunning = false;
  private isFrozen = false;
  private readonly resumed = new Set<TurnMember>();
  private readonly unflushed = new Set<TurnMember>();
  private readonly delayed: (() => void)[] = [];

  constructor(private readonly serveBlocked: () => void) {}

  get frozen(): boolean {
    return this.isFrozen;
  }

  /** Runs the requests of a member, in a turn of its own or within the one that runs. */
  resume(member: TurnMember): void {
    this.resumed.add(member);
    if (!this.isRunning && !this.isFrozen) this.run(() => undefined);
  }

  /** Notes that a member has something to send. */
  hasOutput(member: TurnMember): void {
    this.unflushed.add(member);
    if (!this.isRunning && !this.isFrozen) this.run(() => undefined);
  }

  /** Runs an action as a turn; while frozen, it waits for the thaw. */
  whenRunning(action: () => void): void {
    if (this.isFrozen) this.delayed.push(action);
    else this.run(action);
  }

  freeze(): void {
    this.isFrozen = true;
  }

  thaw(): void {
    this.isFrozen = false;
    this.run(() => {
      for (const action of this.delayed.splice(0)) action();
    });
  }

  private run(action: () => void): void {
    if (this.isRunning) {
      action();
      return;
    }
    this.isRunning = true;
    try {
      action();
      this.serveBlocked();
      for (const member of this.resumed) {
        this.resumed.delete(member);
        member.proceed();
      }
      for (const member of this.unflushed) member.flush();
    } finally {
      this.unflushed.clear();
      this.isRunning = false;
    }
  }
}
