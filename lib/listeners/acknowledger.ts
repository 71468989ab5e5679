import { isReply } from '../redis/errors/redis-reply-error.js';
import { RetryDelays } from '../redis/errors/retry-delays.js';
import { signals } from '../signals/signals.js';
import type { Clock } from '../time/clock.js';
import { nextTick } from '../time/real-timers.js';
import { guardLoop } from '../time/guard-loop.js';
import { LoopLiveness } from '../time/loop-liveness.js';

/** The most ids in one command: what many failures have heaped up is sent in pieces. */
const mostAtOnce = 1_000;

/** Hears how acknowledging goes. */
export interface AcknowledgerObserver {
  /** A try failed; there will be another. */
  failed(error: unknown, work: object): void;
  /** Nothing waits any longer. */
  recovered(work: object): void;
}

export interface AcknowledgerOptions<Id> {
  /** Tells Redis, in one go. May be repeated, for a reply may be lost. */
  readonly send: (key: string, ids: readonly Id[]) => Promise<void>;
  /** Hears of what is acknowledged, or gone. */
  readonly onAcknowledged: (key: string, ids: readonly Id[]) => void;
  readonly observer: AcknowledgerObserver;
  readonly clock: Clock;
  /** Aborted when nothing is to be tried again. */
  readonly stopped: AbortSignal;
}

/** Why something could not be sent. */
interface Failure {
  readonly reason: unknown;
}

/**
 * Acknowledges what was handled. What comes in one turn of the event loop goes in one command for each key;
 * one that fails is sent again until it succeeds. A key that fails holds up no other.
 */
export class Acknowledger<Id> {
  /** Whether no error has ended it. */
  readonly liveness = new LoopLiveness();
  private pending = new Map<string, Id[]>();
  /** How many wait to be sent. */
  private waiting = 0;
  private flushing?: Promise<void>;

  constructor(private readonly options: AcknowledgerOptions<Id>) {}

  /** Acknowledges one soon. */
  acknowledge(key: string, id: Id): void {
    const ids = this.pending.get(key);
    if (ids) ids.push(id);
    else this.pending.set(key, [id]);
    this.waiting += 1;
    this.flushing ??= guardLoop(this.flush(), this.liveness, this.options.observer);
  }

  /** Resolves when everything added so far is acknowledged, or was given up at the stop. */
  async whenFlushed(): Promise<void> {
    await this.flushing;
  }

  /** Whether anything is not acknowledged yet. */
  get isFlushing(): boolean {
    return this.flushing !== undefined;
  }

  /** Whether so many wait that no more should be read until they are acknowledged. */
  get isBehind(): boolean {
    return this.waiting >= mostAtOnce;
  }

  private async flush(): Promise<void> {
    const { observer, clock, stopped } = this.options;
    await new Promise<void>((resolve) => nextTick(resolve));
    const retries = new RetryDelays();
    while (this.pending.size > 0) {
      const taken = this.pending;
      this.pending = new Map();
      this.waiting = 0;
      const sent: Promise<Failure | undefined>[] = [];
      for (const [key, ids] of taken) sent.push(this.sendAll(key, ids));
      let failure: Failure | undefined;
      for (const each of sent) failure = (await each) ?? failure;
      if (!failure) {
        retries.reset();
        continue;
      }
      observer.failed(failure.reason, this);
      if (stopped.aborted) break;
      await clock.sleep(retries.after(failure.reason), stopped);
    }
    this.flushing = undefined;
    observer.recovered(this);
  }

  /** What could not be sent waits again. Never rejects. */
  private async sendAll(key: string, ids: readonly Id[]): Promise<Failure | undefined> {
    for (let from = 0; from < ids.length; from += mostAtOnce) {
      const piece = ids.length <= mostAtOnce ? ids : ids.slice(from, from + mostAtOnce);
      try {
        await this.options.send(key, piece);
        this.acknowledged(key, piece);
      } catch (error) {
        // Where the key holds something else now, what it held is gone, and with it what was pending.
        if (isReply(error, 'WRONGTYPE')) {
          this.acknowledged(key, ids.slice(from));
          return undefined;
        }
        this.pending.set(key, [...ids.slice(from), ...(this.pending.get(key) ?? [])]);
        this.waiting += ids.length - from;
        return { reason: error };
      }
    }
    return undefined;
  }

  private acknowledged(key: string, ids: readonly Id[]): void {
    this.options.onAcknowledged(key, ids);
    signals.settled.publish();
  }
}
