import type { StopPhases } from '../../listeners/listener.js';
import { createSharedAbortController } from '../../time/shared-abort-controller.js';
import { PausePhases } from './pause-phases.js';
import type { StopSchedule } from './stop-schedule.js';

/** When one function begins nothing more: at the stop of its runtime, and before that at each pause. */
export class FunctionSchedule {
  private current = createSharedAbortController();

  constructor(
    private readonly runtime: StopPhases & Pick<StopSchedule, 'stopping'>,
    /** Whether Redis still has what waits here, so that a pause need not have it run. */
    private readonly isKeptByRedis: boolean,
  ) {
    const { stopping } = runtime;
    if (stopping.aborted) this.current.abort();
    stopping.addEventListener('abort', () => this.current.abort(), { once: true });
  }

  /** Aborted when nothing more is to begin; another signal after each pause. */
  get stopping(): AbortSignal {
    return this.current.signal;
  }

  /** What handlers are told by: only a stop has no time for them. */
  get giveUp(): AbortSignal {
    return this.runtime.giveUp;
  }

  /** Begins a pause. Its phases are ended by whoever waits for them. */
  pause(): PausePhases {
    this.current.abort();
    return new PausePhases(this.runtime, this.isKeptByRedis);
  }

  /** Ends a pause. */
  resume(): void {
    if (!this.runtime.stopping.aborted) this.current = createSharedAbortController();
  }
}
