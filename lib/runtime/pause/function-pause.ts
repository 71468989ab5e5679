import type { Clock } from '../../time/clock.js';
import type { Pause, PauseHolder } from '../health/pause.js';
import type { PausableListener } from './pausable-listener.js';

/** What is paused: a function that runs. */
export interface PausedFunction {
  readonly listener: Pick<PausableListener, 'pause' | 'resume'>;
  readonly reporter: PauseReporter;
}

/** Tells what happens. */
export interface PauseReporter {
  paused(pause: Pause): void;
  resumed(): void;
}

/** Whether one function is paused, from before its runtime starts until that stops. */
export class FunctionPause {
  private readonly holds = new Map<PauseHolder, Hold>();
  private paused: PausedFunction | undefined;
  private isClosed = false;
  /** What was told last. */
  private told: Pause | undefined;

  constructor(private readonly clock: Clock) {}

  /** That it is paused, undefined where it is not. */
  get current(): Pause | undefined {
    const holds = [...this.holds.values()];
    if (holds.length === 0) return undefined;
    const until = Math.max(...holds.map(({ endsAt = Infinity }) => endsAt));
    return {
      by: [...this.holds.keys()].sort(),
      ...(until < Infinity && { until: new Date(until) }),
    };
  }

  /** The function runs from now on, and is paused and resumed. */
  attach(paused: PausedFunction): void {
    this.paused = paused;
    this.tell();
  }

  /**
   * Pauses it for this holder, in place of what the holder said before. Resolves when what ran has ended and what waited
   * went back.
   */
  pause(holder: PauseHolder, forInMs?: number): Promise<void> {
    if (this.isClosed) return Promise.resolve();
    this.holds.get(holder)?.over.abort();
    const over = new AbortController();
    const endsAt = forInMs === undefined ? undefined : this.clock.date().getTime() + forInMs;
    this.holds.set(holder, { endsAt, over });
    if (forInMs !== undefined) void this.resumeAfter(forInMs, holder, over.signal);
    this.tell();
    return this.paused?.listener.pause() ?? Promise.resolve();
  }

  /** Ends the pause of this holder. Resolves when the function listens, or at once where another one has paused it. */
  resume(holder: PauseHolder): Promise<void> {
    if (this.isClosed) return Promise.resolve();
    this.holds.get(holder)?.over.abort();
    this.holds.delete(holder);
    this.tell();
    if (this.holds.size > 0 || !this.paused) return Promise.resolve();
    return this.paused.listener.resume();
  }

  /** The runtime stops: nothing pauses or resumes the function any more. */
  close(): void {
    this.isClosed = true;
    for (const { over } of this.holds.values()) over.abort();
  }

  private async resumeAfter(delayInMs: number, holder: PauseHolder, signal: AbortSignal): Promise<void> {
    await this.clock.sleep(delayInMs, signal);
    // What keeps it from listening is told as ever, and it goes on trying.
    if (!signal.aborted) await this.resume(holder).catch(() => undefined);
  }

  private tell(): void {
    const { paused, current, told } = this;
    if (!paused || isSame(current, told)) return;
    this.told = current;
    if (current) paused.reporter.paused(current);
    else paused.reporter.resumed();
  }
}

/** That one holder has paused a function. */
interface Hold {
  /** The date, in milliseconds. */
  readonly endsAt: number | undefined;
  /** Aborted when it holds no more. */
  readonly over: AbortController;
}

function isSame(one: Pause | undefined, other: Pause | undefined): boolean {
  if (!one || !other) return one === other;
  return one.by.join() === other.by.join() && one.until?.getTime() === other.until?.getTime();
}
