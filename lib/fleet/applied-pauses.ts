import type { AccompaniedRuntime } from '../runtime/companion/runtime-companion.js';
import type { FleetPause } from './fleet-pauses.js';

/** Pauses and resumes the functions of this process as the fleet's pauses say. */
export class AppliedPauses {
  /** When the pause of a function is over, of those that were applied; undefined where it has no end. */
  private readonly applied = new Map<string, number | undefined>();

  constructor(private readonly runtime: Pick<AccompaniedRuntime, 'functions' | 'pause' | 'resume'>) {}

  /** @param serverTimeInMs the time of Redis, by which pauses end */
  apply(pauses: readonly FleetPause[], serverTimeInMs: number): void {
    const wanted = new Map(pauses.map((pause) => [pause.functionId, pause]));
    for (const { id } of this.runtime.functions) this.follow(id, wanted.get(id), serverTimeInMs);
  }

  private follow(functionId: string, pause: FleetPause | undefined, serverTimeInMs: number): void {
    const { applied, runtime } = this;
    if (!pause) {
      if (applied.delete(functionId)) runtime.resume(functionId);
      return;
    }
    const until = pause.until?.getTime();
    // What was applied ends by itself: told once more, it would begin again in its last moment.
    if (applied.has(functionId) && applied.get(functionId) === until) return;
    applied.set(functionId, until);
    runtime.pause(functionId, until === undefined ? undefined : Math.max(1, until - serverTimeInMs));
  }
}
