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
  private onSleep: () => void = () => undefined;

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
      this.onSleep();
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
  async whenAsleep(): Promise<void> {
    while (this.sleepers.size === 0) await new Promise<void>((resolve) => (this.onSleep = resolve));
  }
}

/** Resolves when everything that can go on without further time has done so. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
