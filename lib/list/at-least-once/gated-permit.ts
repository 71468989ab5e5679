import type { Permit } from '../../messages/permit.js';

/** The way into the gate of suspects, and out of it, of one execution. */
export interface GateWay {
  /** Resolves with whether it is inside: not where `signal` was aborted first. */
  enter(signal: AbortSignal): Promise<boolean>;
  /** Resolves when others may begin. */
  leave(): Promise<void> | void;
}

/** The place of an execution that is in nobody's way while it waits for its retry. */
export class GatedPermit implements Permit {
  private isInside = true;
  private leaving: Promise<void> | void = undefined;

  constructor(
    private readonly way: GateWay,
    private readonly permit: Permit | undefined,
  ) {}

  yield(): void {
    this.permit?.yield();
    this.leaving = this.end();
  }

  async reacquire(signal: AbortSignal): Promise<void> {
    await this.permit?.reacquire(signal);
    await this.leaving;
    this.isInside ||= await this.way.enter(signal);
  }

  /** The execution has ended, inside or outside. */
  end(): Promise<void> | void {
    if (!this.isInside) return this.leaving;
    this.isInside = false;
    return this.way.leave();
  }
}
