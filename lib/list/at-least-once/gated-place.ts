import type { Place } from '../../messages/place.js';

/** The way into the gate of suspects, and out of it, of one execution. */
export interface GateWay {
  /** Resolves with whether it is inside: not where `signal` was aborted first. */
  enter(signal: AbortSignal): Promise<boolean>;
  /** Resolves when others may begin. */
  leave(): Promise<void> | void;
}

/** The place of an execution that is in nobody's way while it waits for its retry. */
export class GatedPlace implements Place {
  private isInside = true;
  private leaving: Promise<void> | void = undefined;

  constructor(
    private readonly way: GateWay,
    private readonly place: Place | undefined,
  ) {}

  leave(): void {
    this.place?.leave();
    this.leaving = this.end();
  }

  async comeBack(signal: AbortSignal): Promise<void> {
    await this.place?.comeBack(signal);
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
