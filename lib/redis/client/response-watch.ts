import type { Redis } from 'ioredis';
import type { Clock } from '../../time/clock.js';
import { clearInterval, setInterval } from '../../time/real-timers.js';
import { answersElsewhere } from './answers-elsewhere.js';
import type { Traffic } from '../ioredis/traffic.js';

/**
 * Replaces a connection that no longer answers. A reply that is late does not prove the connection dead: as long as
 * bytes move it is on its way. Nor does silence: the server may be frozen, and will answer when it goes on. To drop the
 * connection then would lose what a pop took. So the server is asked on a new connection first: only when it answers
 * there, and the old one still says nothing, is the old one dropped.
 */
export class ResponseWatch {
  private timer?: NodeJS.Timeout;
  private asking = false;
  /** When the reply was due of which `serverSilent` was told. */
  private missing?: number | undefined;
  private movesSeen = 0;
  /**
   * How many looks in a row saw that a reply is awaited and nothing moves. Not a time on the clock: after the process
   * itself was frozen, what has arrived meanwhile is read before the next look.
   */
  private silentLooks = 0;
  private slowness = 1;

  constructor(
    private readonly redis: Redis,
    private readonly clock: Clock,
    private readonly awaited: AwaitedReplies,
    private readonly traffic: Pick<Traffic, 'look' | 'waiting'>,
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
    const { oldestDueAt } = this.awaited;
    const isSilent = this.lookForSilence();
    if (this.missing !== undefined && (this.missing !== oldestDueAt || !isSilent)) this.tellAnswered();
    if (!isSilent || oldestDueAt === undefined || oldestDueAt > this.clock.now() || this.asking) return;
    this.asking = true;
    try {
      const moves = this.movesSeen;
      const alive = await answersElsewhere(this.redis);
      // The same reply is still missing, and nothing has moved, though the server has answered since.
      if (!this.timer || this.awaited.oldestDueAt !== oldestDueAt || this.traffic.look() !== moves) return;
      if (alive) this.giveUp();
      else this.tellUnanswered(oldestDueAt);
    } finally {
      this.asking = false;
    }
  }

  /** Returns whether nothing has moved for so long that the connection is to be doubted. */
  private lookForSilence(): boolean {
    const moves = this.traffic.look();
    const isAwaited = this.awaited.oldestDueAt !== undefined;
    this.silentLooks = isAwaited && moves === this.movesSeen ? this.silentLooks + 1 : 0;
    this.movesSeen = moves;
    return this.silentLooks * lookEveryInMs >= silenceInMs + this.hiddenInMs;
  }

  /**
   * For how long bytes that were sent may be on their way without showing it. What has not left this process is not on
   * its way: it will leave, and be seen, as soon as those before it have made room.
   */
  private get hiddenInMs(): number {
    const bytes = Math.min(Math.max(0, this.awaited.bytes - this.traffic.waiting), mostHidden);
    return ((bytes * this.slowness) / slowestLink) * 1_000;
  }

  private giveUp(): void {
    if (this.awaited.bytes > fewBytes) this.slowness = Math.min(mostTimesSlower, timesSlower * this.slowness);
    this.observer.connectionSilent();
    this.redis.disconnect(true);
  }

  private tellUnanswered(overdue: number): void {
    if (this.missing === undefined) this.observer.serverSilent();
    this.missing = overdue;
  }

  private tellAnswered(): void {
    this.missing = undefined;
    this.observer.serverAnswered();
  }
}

/** Hears how a connection answers. */
export interface ResponseObserver {
  /** The connection is being replaced, because the server answers on others. */
  connectionSilent(): void;
  /** A reply is overdue, and nothing is answered on a new connection either. */
  serverSilent(): void;
  /** Nothing is overdue any more; called only after `serverSilent`. */
  serverAnswered(): void;
}

/** What is known of the commands that were sent. */
export interface AwaitedReplies {
  /** When the oldest reply is due, or undefined when none is. */
  readonly oldestDueAt: number | undefined;
  /** How many bytes were sent that no reply has confirmed. */
  readonly bytes: number;
}

/** How often a connection is looked at on which a reply is awaited. */
const lookEveryInMs = 1_000;

/** How long no byte may move, in either direction, before a connection is doubted on which a reply is overdue. */
const silenceInMs = 5_000;

/**
 * The buffers of both systems, and of what is in between, take over so many bytes before it shows whether they arrive;
 * meanwhile a slow link looks silent.
 */
const mostHidden = 8 * 1024 * 1024;

/** At first a link is not thought to be slower than this, in bytes per second … */
const slowestLink = 100_000;

/** … and after each time that a connection was given up with hidden bytes, so many times slower, up to a limit. */
const timesSlower = 4;

const mostTimesSlower = 256;

/** So few bytes are not what a connection was given up for, however slow the link is. */
const fewBytes = 4_096;
