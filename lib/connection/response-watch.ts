import type { Redis } from 'ioredis';
import type { Clock } from '../time/clock.js';
import { clearInterval, setInterval } from '../time/real-timers.js';
import { answersElsewhere } from './answers-elsewhere.js';

/** How often the oldest command without a reply is looked at. */
const lookEveryInMs = 1_000;

/** Hears how a connection answers. */
export interface ResponseObserver {
  /** A reply is overdue. */
  silent(): void;
  /** None is overdue any more. */
  answers(): void;
  /** The server answers elsewhere: this connection is being replaced. */
  replacing(): void;
}

/**
 * Replaces a connection that no longer answers. A reply that is late does not prove the connection dead:
 * the server may be frozen, and will answer when it goes on. To drop the connection then would lose what a
 * pop took. So the server is asked on a new connection first: only when it answers there, and the old one
 * still says nothing, is the old one dropped.
 */
export class ResponseWatch {
  private timer?: NodeJS.Timeout;
  private asking = false;
  private silent = false;

  constructor(
    private readonly redis: Redis,
    private readonly clock: Clock,
    /** When the oldest reply is due, or undefined when none is. */
    private readonly oldestDeadline: () => number | undefined,
    private readonly observer: ResponseObserver,
  ) {}

  /** Whether a reply is overdue, as far as was seen. */
  get isSilent(): boolean {
    return this.silent;
  }

  /** Begins to look; does nothing when it already does. */
  start(): void {
    this.timer ??= setInterval(() => void this.look(), lookEveryInMs).unref();
  }

  stop(): void {
    clearInterval(this.timer);
    this.timer = undefined;
  }

  /** Looks whether what was overdue has been answered, or will not be any more. */
  lookAgain(): void {
    if (!this.silent || this.overdue() !== undefined) return;
    this.silent = false;
    this.observer.answers();
  }

  private overdue(): number | undefined {
    const oldest = this.oldestDeadline();
    return oldest !== undefined && oldest <= this.clock.now() ? oldest : undefined;
  }

  private async look(): Promise<void> {
    const overdue = this.overdue();
    if (overdue === undefined || this.asking) return;
    if (!this.silent) {
      this.silent = true;
      this.observer.silent();
    }
    this.asking = true;
    try {
      const alive = await answersElsewhere(this.redis);
      // The same reply is still missing, though the server has answered since.
      if (!alive || !this.timer || this.oldestDeadline() !== overdue) return;
      this.observer.replacing();
      this.redis.disconnect(true);
    } finally {
      this.asking = false;
    }
  }
}
