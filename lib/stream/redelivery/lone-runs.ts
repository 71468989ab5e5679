import type { InvocationExecutor } from '../../listeners/invocation-executor.js';
import { cancelled, type Outcome } from '../../messages/outcome.js';
import type { Permit } from '../../messages/permit.js';
import type { RawMessage } from '../../messages/raw-message.js';
import { whenTold } from '../../time/when-told.js';

/** A message that is to run alone. */
interface LoneRun {
  hasBegun: boolean;
  /** Whether it is the one that runs, or is about to. */
  hasTurn: boolean;
  readonly onRest: () => void;
}

/**
 * Has messages executed that may be what ends processes: each only while no other of them runs, so that a crash
 * counts against it alone. One that waits for its retry runs nothing, and holds up no other meanwhile.
 */
export class LoneRuns implements InvocationExecutor {
  private readonly runs = new Map<RawMessage, LoneRun>();
  private isTaken = false;
  private readonly onFree = new Set<() => void>();
  private readonly quiescing = new AbortController();

  constructor(
    private readonly executor: InvocationExecutor,
    /** Whether others may run while one waits for its retry: not where the order depends on it. */
    private readonly mayRest: boolean,
  ) {}

  execute(
    messages: readonly RawMessage[],
    permit?: Permit,
  ): readonly Outcome[] | Promise<readonly Outcome[]> {
    const [message] = messages;
    const run = this.runs.size > 0 && message ? this.runs.get(message) : undefined;
    if (!message || !run) return this.executor.execute(messages, permit);
    return this.executeAlone(message, run, permit);
  }

  /** What has not begun does not begin any more. */
  quiesce(): void {
    this.quiescing.abort();
  }

  /** Takes the turn for what is to run next, as soon as none runs. Resolves with false at a stop. */
  async takeTurn(): Promise<boolean> {
    const { signal } = this.quiescing;
    while (this.isTaken && !signal.aborted) await whenTold(this.onFree, signal);
    if (signal.aborted) return false;
    this.isTaken = true;
    return true;
  }

  /** Gives the turn back. */
  startNext(): void {
    this.isTaken = false;
    for (const tell of this.onFree) tell();
  }

  /**
   * Lets a message run with the turn that was taken; `start` has it executed, now or later. Resolves when
   * it waits for a retry for the first time; never where it does not.
   */
  begin(message: RawMessage, start: () => void): Promise<void> {
    return new Promise((resolve) => {
      const run = { hasBegun: false, hasTurn: true, onRest: resolve };
      this.runs.set(message, run);
      start();
      // It waits for a place, and takes a turn when it has one: whoever has the turn always has a place to end in.
      if (!run.hasBegun) this.giveBack(run);
    });
  }

  private async executeAlone(
    message: RawMessage,
    run: LoneRun,
    permit: Permit | undefined,
  ): Promise<readonly Outcome[]> {
    run.hasBegun = true;
    try {
      await this.takeBack(run, permit, this.quiescing.signal);
      if (!run.hasTurn) return [cancelled];
      return await this.executor.execute([message], permit && this.restingPermit(run, permit));
    } finally {
      this.runs.delete(message);
      this.giveBack(run);
    }
  }

  /** Whoever waits for its retry in this place, gives the turn back until it goes on. */
  private restingPermit(run: LoneRun, permit: Permit): Permit {
    if (!this.mayRest) return permit;
    return {
      yield: () => {
        permit.yield();
        this.giveBack(run);
        run.onRest();
      },
      reacquire: async (signal) => {
        await permit.reacquire(signal);
        await this.takeBack(run, permit, signal);
      },
    };
  }

  private async takeBack(run: LoneRun, permit: Permit | undefined, signal: AbortSignal): Promise<void> {
    while (!run.hasTurn && this.isTaken && !signal.aborted) {
      permit?.yield();
      await whenTold(this.onFree, signal);
      await permit?.reacquire(signal);
    }
    if (run.hasTurn || signal.aborted) return;
    this.isTaken = run.hasTurn = true;
  }

  private giveBack(run: LoneRun): void {
    if (!run.hasTurn) return;
    run.hasTurn = false;
    this.startNext();
  }
}
