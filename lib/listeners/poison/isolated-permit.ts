import type { Permit } from '../../messages/permit.js';
import type { IsolationGate } from './isolation-gate.js';

/** The permit of an execution that is inside the gate only while its handler runs, not while it waits for its retry. */
export class IsolatedPermit implements Permit {
  private isInside: boolean;
  private leaving: Promise<void> | void = undefined;

  constructor(
    private readonly gate: IsolationGate,
    private readonly permit: Permit | undefined,
    /** Undefined where no message of the execution is a suspect. */
    private readonly suspect?: Suspect,
    isInside = suspect?.takeTurnOver?.() ?? false,
  ) {
    this.isInside = isInside;
  }

  yield(): void {
    this.permit?.yield();
    this.leaving = this.leave();
    this.suspect?.onYield?.();
  }

  async reacquire(signal: AbortSignal): Promise<void> {
    await this.permit?.reacquire(signal);
    await this.leaving;
    await this.enter(signal);
  }

  /** Resolves with whether the execution is inside the gate; at once where it is already. */
  async enter(signal: AbortSignal): Promise<boolean> {
    this.isInside ||= await this.enterMarked(signal);
    return this.isInside;
  }

  /** Leaves the gate, where it is inside; resolves when others may begin. */
  leave(): Promise<void> | void {
    if (!this.isInside) return this.leaving;
    this.isInside = false;
    const isSuspect = this.suspect !== undefined;
    const unmarked = this.suspect?.unmark?.();
    if (unmarked) return unmarked.then(() => this.gate.leave(isSuspect));
    this.gate.leave(isSuspect);
  }

  private async enterMarked(signal: AbortSignal): Promise<boolean> {
    const { gate, suspect, permit } = this;
    if (!(await gate.enter(suspect !== undefined, signal, permit))) return false;
    if (!suspect?.mark || (await suspect.mark())) return true;
    gate.leave(true);
    return false;
  }
}

/** A message that may be what ends processes, as its list or stream knows it. */
export interface Suspect {
  /** Whether it was let through the gate before its execution began. Asked once, when that begins. */
  readonly takeTurnOver?: () => boolean;
  /**
   * Says in Redis that it runs alone, so that a death of the process counts against it. Resolves with false where another
   * process may have settled it: then it does not begin. Never rejects.
   */
  readonly mark?: () => Promise<boolean>;
  /** Says in Redis that it does not run any more. Never rejects. */
  readonly unmark?: () => Promise<void>;
  /** Hears that it waits for its retry, and others may run. */
  readonly onYield?: () => void;
}
