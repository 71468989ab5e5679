import type { Clock } from '../../lib/time/clock.js';

interface Sleeper {
  readonly wakesAt: number;
  readonly wake: () => void;
}

/** A clock that stands still until a spec moves it. */
export class ManualClock implements Clock {
  /** How long each sleep was to be, in order. */
  readonly delays: number[] = [];
  private readonly sleepers = new Set<Sleeper>();
  private time: number;
  private readonly onSleep = new Set<() => void>();

  constructor(startsAt = 0) {
    this.time = startsAt;
  }

  /** How many sleep at this moment. */
  get sleeping(): number {
    return this.sleepers.size;
  }

  readonly now = (): number => this.time;
  readonly date = (): Date => new Date(this.time);

  readonly sleep = (delayInMs: number, signal?: AbortSignal): Promise<void> => {
    this.delays.push(delayInMs);
    return new Promise((resolve) => {
      const sleeper = {
        wakesAt: this.time + delayInMs,
        wake: () => {
          this.sleepers.delete(sleeper);
          signal?.removeEventListener('abort', sleeper.wake);
          resolve();
        },
      };
      this.sleepers.add(sleeper);
      if (signal?.aborted) sleeper.wake();
      else signal?.addEventListener('abort', sleeper.wake);
      for (const look of this.onSleep) look();
    });
  };

  /** Moves the time on, waking whoever's time has come, the earliest first; then lets them run. */
  async advance(byMs: number): Promise<void> {
    this.time += byMs;
    const due = [...this.sleepers].filter(({ wakesAt }) => wakesAt <= this.time);
    for (const { wake } of due.sort((a, b) => a.wakesAt - b.wakesAt)) wake();
    await settled();
  }

  /** Resolves when somebody sleeps. */
  whenAsleep(): Promise<void> {
    return this.until(() => this.sleeping > 0);
  }

  /** Resolves once `test` holds: looks whenever somebody begins to sleep. */
  until(test: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const look = (): void => {
        if (!test()) return;
        this.onSleep.delete(look);
        resolve();
      };
      this.onSleep.add(look);
      look();
    });
  }
}

/** Resolves when everything that can go on without further time has done so. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
