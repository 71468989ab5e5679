import type { Clock } from '../../time/clock.js';
import { WakeableSleep } from '../../time/wakeable-sleep.js';
import type { RateLog, Reservation } from './rate-log.js';

/** The right to take so many messages. */
export interface Allowance {
  readonly count: number;
  /** To be called once, when so many have come; the rest is given back. */
  readonly settle: (used: number) => void;
}

/** What a read asks for. */
export interface Wish {
  readonly most: number;
  /** With fewer it rather waits. */
  readonly least: number;
  /** Of a read that may wait for its first message: asks it to end, because others need what it has reserved. */
  readonly onWanted?: (() => void) | undefined;
  /** Whether it waits where it gets nothing at once. */
  readonly waits: boolean;
}

interface WaitingWish extends Wish {
  readonly resolve: (allowance: Allowance | undefined) => void;
  readonly reject: (error: unknown) => void;
}

/** A timer that fires a little early would find nothing free. */
const shortestRetryInMs = 1;

/** Lets reads of one function take no more messages than its rate allows, one after another in the order in which they ask. */
export class RateLimit {
  private readonly waiting: WaitingWish[] = [];
  private readonly idle = new Set<() => void>();
  private isServing = false;
  private served: Promise<void> = Promise.resolve();
  private isRefused = false;
  /** How often something was given back, or a wish withdrawn. */
  private changes = 0;
  private readonly sleep: WakeableSleep;

  constructor(
    private readonly log: RateLog,
    clock: Clock,
  ) {
    this.sleep = new WakeableSleep(clock);
  }

  /** Whether a read waits because the rate is reached. */
  get isReached(): boolean {
    return this.isRefused && this.waiting.length > 0;
  }

  /**
   * Resolves when at least `least` are allowed; with undefined where `withdrawn` is aborted first, or it does not wait.
   * Rejects where the log cannot be asked.
   */
  reserve(wish: Wish, withdrawn: AbortSignal): Promise<Allowance | undefined> {
    if (withdrawn.aborted || (this.isReached && !wish.waits)) return Promise.resolve(undefined);
    return new Promise((resolve, reject) => {
      const withdraw = (): void => {
        if (this.remove(waiting)) resolve(undefined);
      };
      const settled = <Value>(settle: (value: Value) => void) => {
        return (value: Value): void => {
          withdrawn.removeEventListener('abort', withdraw);
          settle(value);
        };
      };
      const waiting = { ...wish, resolve: settled(resolve), reject: settled(reject) };
      withdrawn.addEventListener('abort', withdraw);
      this.waiting.push(waiting);
      if (!this.isServing) this.served = this.serve();
    });
  }

  /** Resolves when those who share the rate know of all that was settled, or cannot be told. */
  async whenTold(): Promise<void> {
    // What was asked for those who have withdrawn is given back when it comes.
    await this.served;
    await this.log.whenTold?.();
  }

  private async serve(): Promise<void> {
    this.isServing = true;
    try {
      for (let [wish] = this.waiting; wish; [wish] = this.waiting) await this.serveFirst(wish);
    } catch (error) {
      for (const { reject } of this.waiting.splice(0)) reject(error);
    }
    this.isServing = false;
    this.isRefused = false;
  }

  private async serveFirst(wish: WaitingWish): Promise<void> {
    const { changes } = this;
    const reservation = await this.log.reserve(wish.most, wish.least, wish.onWanted !== undefined);
    this.isRefused = reservation.count === 0;
    if (reservation.count > 0) this.grant(wish, reservation);
    else if (!wish.waits && this.remove(wish)) wish.resolve(undefined);
    else if (this.changes === changes) {
      for (const ask of this.idle) ask();
      await this.sleep.sleep(Math.max(shortestRetryInMs, Math.ceil(reservation.retryInMs)));
    }
  }

  private grant(wish: WaitingWish, reservation: Reservation): void {
    const { onWanted } = wish;
    const settle = (used: number): void => {
      if (onWanted) this.idle.delete(onWanted);
      this.log.settle(reservation, used);
      this.changed();
    };
    if (!this.remove(wish)) {
      settle(0);
      return;
    }
    if (onWanted) this.idle.add(onWanted);
    wish.resolve({ count: reservation.count, settle });
  }

  /** Returns whether it was still waiting. */
  private remove(wish: WaitingWish): boolean {
    const index = this.waiting.indexOf(wish);
    if (index < 0) return false;
    this.waiting.splice(index, 1);
    this.changed();
    return true;
  }

  private changed(): void {
    this.changes += 1;
    this.sleep.wake();
  }
}
