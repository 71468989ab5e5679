import type { InvocationExecutor } from '../../listeners/invocation-executor.js';
import type { Suspect } from '../../listeners/poison/isolated-permit.js';
import { IsolatingExecutor, type SuspectSource } from '../../listeners/poison/isolating-executor.js';
import { IsolationGate } from '../../listeners/poison/isolation-gate.js';
import type { RawMessage } from '../../messages/raw-message.js';

/**
 * The turns of the suspects of a stream. A suspect takes its turn before it is claimed, because the claim counts the
 * delivery: a crash then counts against the one that runs, and against no other.
 */
export class SuspectTurns implements SuspectSource {
  private readonly suspects = new Map<RawMessage, Suspect>();
  private readonly gate = new IsolationGate('suspects');
  private readonly quiescing = new AbortController();

  /**
   * Returns what executes suspects in their turns. With `keepsTurn`, one that waits for its retry keeps its turn
   * meanwhile, because the order depends on it.
   */
  isolate(executor: InvocationExecutor, keepsTurn: boolean): IsolatingExecutor {
    const stopping = this.quiescing.signal;
    return new IsolatingExecutor({ executor, gate: this.gate, suspects: this, keepsTurn, stopping });
  }

  suspectAmong([message]: readonly RawMessage[]): Suspect | undefined {
    return this.suspects.size > 0 && message ? this.suspects.get(message) : undefined;
  }

  /** What has not begun does not begin any more. */
  quiesce(): void {
    this.quiescing.abort();
  }

  /** Takes the turn for what is to run next, as soon as no suspect runs. Resolves with false at a stop. */
  takeTurn(): Promise<boolean> {
    return this.gate.enter(true, this.quiescing.signal);
  }

  giveTurnBack(): void {
    this.gate.leave(true);
  }

  /**
   * Lets a message run with the turn that was taken; `start` has it executed, now or later. Resolves when it waits for a
   * retry for the first time, or when `ended` does.
   */
  async run(message: RawMessage, start: () => void, ended: Promise<void>): Promise<void> {
    let hasTurn = true;
    const takeTurnOver = (): boolean => {
      const had = hasTurn;
      hasTurn = false;
      return had;
    };
    const yielded = new Promise<void>((resolve) => {
      this.suspects.set(message, { takeTurnOver, onYield: resolve });
    });
    start();
    // It waits for a permit, and takes a turn when it has one: whoever has the turn always has a permit to end with.
    if (takeTurnOver()) this.giveTurnBack();
    await Promise.race([ended, yielded]);
    this.suspects.delete(message);
  }
}
