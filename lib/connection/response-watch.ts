import type { Redis } from 'ioredis';
import type { Clock } from '../time/clock.js';
import { clearInterval, setInterval } from '../time/real-timers.js';
import { answersElsewhere } from './answers-elsewhere.js';

/** How often the oldest command without a reply is looked at. */
const lookEveryInMs = 1_000;

/**
 * Replaces a connection that no longer answers. A reply that is late does not prove the connection dead:
 * the server may be frozen, and will answer when it goes on. To drop the connection then would lose what a
 * pop took. So the server is asked on a new connection first: only when it answers there, and the old one
 * still says nothing, is the old one dropped.
 */
export class ResponseWatch {
  private timer?: NodeJS.Timeout;
  private asking = false;

  constructor(
    private readonly redis: Redis,
    private readonly clock: Clock,
    /** When the oldest reply is due, or undefined when none is. */
    private readonly oldestDeadline: () => number | undefined,
    /** Hears that the connection is being replaced. */
    private readonly onUnresponsive: () => void,
  ) {}

  /** Begins to look; does nothing when it already does. */
  start(): void {
    this.timer ??= setInterval(() => void this.look(), lookEveryInMs).unref();
  }

  stop(): void {
    clearInterval(this.timer);
    this.timer = undefined;
  }

  private async look(): Promise<void> {
    const overdue = this.oldestDeadline();
    if (overdue === undefined || overdue > this.clock.now() || this.asking) return;
    this.asking = true;
    try {
      const alive = await answersElsewhere(this.redis);
      // The same reply is still missing, though the server has answered since.
      if (!alive || !this.timer || this.oldestDeadline() !== overdue) return;
      this.onUnresponsive();
      this.redis.disconnect(true);
    } finally {
      this.asking = false;
    }
  }
}
