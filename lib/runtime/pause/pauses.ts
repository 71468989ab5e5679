import type { Clock } from '../../time/clock.js';
import { FunctionPause } from './function-pause.js';

/** Which functions of a runtime are paused. */
export class Pauses {
  private readonly byId: ReadonlyMap<string, FunctionPause>;

  constructor(functionIds: readonly string[], clock: Clock) {
    this.byId = new Map(functionIds.map((id) => [id, new FunctionPause(clock)]));
  }

  /** Those of one function of the runtime. */
  of(functionId: string): FunctionPause {
    const pause = this.byId.get(functionId);
    if (!pause) throw new Error(`${functionId} is not among the functions of this runtime`);
    return pause;
  }

  /** The runtime stops. */
  close(): void {
    for (const pause of this.byId.values()) pause.close();
  }
}
