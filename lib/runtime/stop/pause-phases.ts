import type { StopPhases } from '../../listeners/listener.js';
import { createSharedAbortController } from '../../time/shared-abort-controller.js';

/**
 * The moments of a pause: what runs may take any time, until a stop of the runtime comes. They are signals of their own,
 * because what listens to those of the runtime would stay in memory until it stops, with each pause more of it.
 */
export class PausePhases implements StopPhases {
  readonly giveUp: AbortSignal;
  readonly writeOff: AbortSignal;
  readonly deadline: AbortSignal;
  private readonly over = new AbortController();

  /** @param leavesWaiting whether what has not begun is left alone at once */
  constructor(runtime: StopPhases, leavesWaiting: boolean) {
    this.giveUp = leavesWaiting ? AbortSignal.abort() : this.following(runtime.giveUp);
    this.writeOff = this.following(runtime.writeOff);
    this.deadline = this.following(runtime.deadline);
  }

  /** The pause has nothing to wait for any more: the runtime's signals are left alone. */
  end(): void {
    this.over.abort();
  }

  private following(signal: AbortSignal): AbortSignal {
    const controller = createSharedAbortController();
    if (signal.aborted) controller.abort();
    signal.addEventListener('abort', () => controller.abort(), { once: true, signal: this.over.signal });
    return controller.signal;
  }
}
