import type { StopPhases } from '../../listeners/listener.js';
import type { Clock } from '../../time/clock.js';
import { createSharedAbortController } from '../../time/shared-abort-controller.js';

/** The moments of a stop, by the clock. The signals exist from the start, for handlers hold one of them. */
export class StopSchedule implements StopPhases {
  private readonly controllers = {
    stopping: createSharedAbortController(),
    giveUp: createSharedAbortController(),
    writeOff: createSharedAbortController(),
    deadline: createSharedAbortController(),
  };
  private readonly over = new AbortController();

  constructor(
    private readonly clock: Clock,
    private readonly timeoutInMs: number,
  ) {}

  /** Aborted when a stop begins. */
  get stopping(): AbortSignal {
    return this.controllers.stopping.signal;
  }

  get giveUp(): AbortSignal {
    return this.controllers.giveUp.signal;
  }

  get writeOff(): AbortSignal {
    return this.controllers.writeOff.signal;
  }

  get deadline(): AbortSignal {
    return this.controllers.deadline.signal;
  }

  /**
   * Begins a stop. Of its time, handlers have all but the last two seconds; then they have one to react to
   * their signal, and one is left to write down what they left. A short stop is divided in proportion.
   */
  begin(): void {
    const second = Math.min(1_000, this.timeoutInMs / 5);
    this.controllers.stopping.abort();
    void this.abortAfter(this.timeoutInMs - 2 * second, this.controllers.giveUp);
    void this.abortAfter(this.timeoutInMs - second, this.controllers.writeOff);
    void this.abortAfter(this.timeoutInMs, this.controllers.deadline);
  }

  /** The stop is over; what is left of its time is not needed. */
  end(): void {
    this.over.abort();
  }

  private async abortAfter(delayInMs: number, controller: AbortController): Promise<void> {
    await this.clock.sleep(delayInMs, this.over.signal);
    if (!this.over.signal.aborted) controller.abort();
  }
}
