import type { Listener } from '../../listeners/listener.js';
import { signals } from '../../signals/signals.js';
import { clearInterval, setInterval } from '../../time/real-timers.js';

const tickEveryInMs = 1_000;

/** Lets time pass for the loops of listeners, in whole seconds in which the event loop has turned. */
export class LivenessWatch {
  private timer?: NodeJS.Timeout;

  /** Begins to count the time of these listeners. */
  start(listeners: readonly Pick<Listener, 'loops'>[]): void {
    this.timer = setInterval(() => {
      // Asked for each time: a function that was paused has other ones afterwards.
      for (const { loops } of listeners) for (const liveness of loops) liveness.tick(tickEveryInMs);
      signals.healthChanged.publish();
    }, tickEveryInMs).unref();
  }

  /** A stop has a deadline of its own: from now on all count as they are. */
  stop(): void {
    clearInterval(this.timer);
  }
}
