import { isReply } from '../redis/errors/redis-reply-error.js';
import { RetryDelays } from '../redis/errors/retry-delays.js';
import { signals } from '../signals/signals.js';
import type { Clock } from '../time/clock.js';
import { endOfMicrotasks, endOfNextRound } from '../time/event-loop.js';
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
 * Acknowledges what was handled. What comes in one turn of the event loop goes in one command for each key, together with
 * the reads that begin in it; one that fails is sent again until it succeeds. A key that fails holds up no other.
 */
export class Acknowledger<Id> {
  /** Whether no error has ended it. */
  readonly liveness = new LoopLiveness();
  private pending = new Map<string, Id[]>();
  /** How many wait to be sent. */
  private waiting = 0;
  /** Whether what waits is sent at the end of this turn. */
  private isDue = false;
  /** Whether something is under way, or failed and rests. */
  private isBusy = false;
  private readonly retries = new RetryDelays();
  /** Until nothing waits and nothing is under way. */
  private flushing?: Promise<void> | undefined;
  private flushed: () => void = () => undefined;

  constructor(private readonly options: AcknowledgerOptions<Id>) {}

  /** Acknowledges one soon. */
  acknowledge(key: string, id: Id): void {
    const ids = this.pending.get(key);
    if (ids) ids.push(id);
    else this.pending.set(key, [id]);
    this.waiting += 1;
    this.flushing ??= new Promise((resolve) => (this.flushed = resolve));
    this.sendSoon();
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

  private sendSoon(): void {
    if (this.isDue || this.isBusy || this.waiting === 0) return;
    this.isDue = true;
    void endOfMicrotasks().then(() => {
      this.isDue = false;
      const flush = this.flush();
      // Nobody should wait for what an error has ended.
      flush.catch(this.flushed);
      void guardLoop(flush, this.liveness, this.options.observer);
    });
  }

  private async flush(): Promise<void> {
    const { observer, clock, stopped } = this.options;
    this.isBusy = true;
    const failure = await this.sendPending();
    const isGivenUp = failure !== undefined && stopped.aborted;
    if (failure) observer.failed(failure.reason, this);
    else this.retries.reset();
    if (failure && !isGivenUp) await clock.sleep(this.retries.after(failure.reason), stopped);
    this.isBusy = false;
    if (this.pending.size === 0 || isGivenUp) {
      this.end();
      return;
    }
    // Reads may begin meanwhile, and what ends then is acknowledged along with this.
    if (!failure) await endOfNextRound();
    this.sendSoon();
  }

  private end(): void {
    this.flushing = undefined;
    this.flushed();
    this.options.observer.recovered(this);
  }

  /** What is left of what could not be sent waits again. */
  private async sendPending(): Promise<Failure | undefined> {
    const taken = this.pending;
    this.pending = new Map();
    this.waiting = 0;
    const sent: Promise<Failure | undefined>[] = [];
    for (const [key, ids] of taken) sent.push(this.sendAll(key, ids));
    let failure: Failure | undefined;
    for (const each of sent) failure = (await each) ?? failure;
    return failure;
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
