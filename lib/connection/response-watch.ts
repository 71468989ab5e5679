import type { Redis } from 'ioredis';
import type { Clock } from '../time/clock.js';
import { clearInterval, setInterval } from '../time/real-timers.js';
import { answersElsewhere } from './answers-elsewhere.js';

/** Hears how a connection answers. */
export interface ResponseObserver {
  /** The connection is being replaced, for the server answers others. */
  unresponsive(): void;
  /** A reply is overdue, and nothing is answered on a new connection either. */
  unanswered(): void;
  /** What was overdue is overdue no longer; told after `unanswered` alone. */
  answered(): void;
}

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
  /** When the reply was due of which `unanswered` was told. */
  private missing?: number | undefined;

  constructor(
    private readonly redis: Redis,
    private readonly clock: Clock,
    /** When the oldest reply is due, or undefined when none is. */
    private readonly oldestDeadline: () => number | undefined,
    private readonly observer: ResponseObserver,
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
    if (this.missing !== undefined && this.missing !== overdue) this.tellAnswered();
    if (overdue === undefined || overdue > this.clock.now() || this.asking) return;
    this.asking = true;
    try {
      const alive = await answersElsewhere(this.redis);
      // The same reply is still missing, though the server has answered since.
      if (!this.timer || this.oldestDeadline() !== overdue) return;
      if (!alive) {
        this.tellUnanswered(overdue);
        return;
      }
      this.observer.unresponsive();
      this.redis.disconnect(true);
    } finally {
      this.asking = false;
    }
  }

  private tellUnanswered(overdue: number): void {
    if (this.missing === undefined) this.observer.unanswered();
    this.missing = overdue;
  }

  private tellAnswered(): void {
    this.missing = undefined;
    this.observer.answered();
  }
}
