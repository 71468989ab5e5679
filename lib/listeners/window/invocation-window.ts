import type { Permit } from '../../messages/permit.js';
import { signals } from '../../signals/signals.js';
import { Fifo } from './fifo.js';
import { Lanes, type LaneRules } from './lanes.js';
import { Permits, type HeldPermit } from './permits.js';
import { LoopLiveness } from '../../time/loop-liveness.js';
import { InFlightMap } from './in-flight-map.js';

/** How many invocations a function may have. */
export interface WindowLimits {
  /** The most that run at once. */
  readonly concurrency: number;
  /** The most that wait here beyond those. */
  readonly prefetch: number;
  /** The most that wait here at present for whatever reason, by their size; else only `prefetch` counts. */
  readonly mostWaiting?: () => number;
}

/**
 * The sliding window of a listener: starts work as soon as there is room, whatever became of the work
 * before it, so that one slow handler holds up nobody else. With lanes, work waits for that of its own lane.
 */
export class InvocationWindow<Work> {
  /** What may start as soon as there is a permit. */
  private readonly ready = new Fifo<Work>();
  /** What has begun and not ended, with a permit or without. */
  private readonly begun = new InFlightMap<HeldPermit<Work>, Work>();
  private readonly permits: Permits;
  private readonly lanes?: Lanes<Work>;
  private readonly waitingForRoom = new Set<() => void>();
  private readonly waitingForIdle = new Set<() => void>();
  /** No longer live once `run` has thrown or rejected, which it must never do. */
  readonly liveness = new LoopLiveness();
  private isStarting = false;
  /** Whether a work runs that has waited for nothing yet: most never do, and are not worth a line in a list. */
  private isRunning = false;
  private closed = false;

  constructor(
    private readonly limits: WindowLimits,
    /** Does the work. Undefined: it is done. */
    private readonly run: (work: Work, permit: Permit) => Promise<void> | undefined,
    laneRules?: LaneRules<Work>,
    /** Called when `run` has thrown or rejected, which it must never do: what became of the work is not known. */
    private readonly onEscaped: (thrown: unknown, work: Work) => void = () => undefined,
  ) {
    this.permits = new Permits(limits.concurrency, () => this.goOn(), limits.mostWaiting);
    if (laneRules) this.lanes = new Lanes(laneRules, (work) => this.admit(work));
  }

  /** How much work may be read now. */
  get room(): number {
    const { mostWaiting } = this.limits;
    const room = this.lanes ? Math.min(this.roomToStart, this.lanes.room) : this.roomToStart;
    return mostWaiting ? Math.min(room, this.permits.free + mostWaiting() - this.waits) : room;
  }

  /** The same, for work that is this process's already: what waits behind others takes no room. */
  get roomToStart(): number {
    return this.permits.free + this.limits.prefetch - this.ready.size - this.entering;
  }

  /** How many have begun and not ended, those included that wait without a permit. */
  get inFlight(): number {
    return this.begun.size + (this.isRunning ? 1 : 0);
  }

  /** How many wait here for their turn: for a permit, or behind those of their lane. */
  get waits(): number {
    return this.ready.size + this.entering + (this.lanes?.waiting ?? 0);
  }

  /** How many wait until it is known behind whom. */
  private get entering(): number {
    return this.lanes?.entering ?? 0;
  }

  /** What has begun and not ended. */
  get unfinished(): Work[] {
    return [...this.begun.values()];
  }

  /** Takes work: starts what it can, and keeps the rest until there is room. */
  add(works: readonly Work[]): void {
    for (const work of works) {
      if (!this.lanes || this.lanes.enter(work)) this.ready.push(work);
    }
    this.goOn();
  }

  /** The work of this id will not come again: its lane need not wait for it. */
  stopWaitingFor(id: string): void {
    const next = this.lanes?.stopWaitingFor(id);
    if (next === undefined) return;
    this.ready.push(next);
    this.goOn();
  }

  /** Takes the oldest of what waits out again; undefined where nothing waits. Not for a window with lanes. */
  dropOldest(): Work | undefined {
    return this.ready.shift();
  }

  /** Starts nothing more, and hands back what waits, in its order. */
  close(): Work[] {
    this.closed = true;
    const ready = this.ready.drain();
    const left = this.lanes?.drain() ?? ready;
    signals.healthChanged.publish();
    return left;
  }

  /** Resolves when there is room to start, or when `signal` is aborted. */
  whenRoomToStart(signal: AbortSignal): Promise<void> {
    return this.when(() => this.roomToStart > 0, signal, this.waitingForRoom);
  }

  /** Resolves when there is room, or when `signal` is aborted. */
  whenRoom(signal: AbortSignal): Promise<void> {
    return this.when(() => this.room > 0, signal, this.waitingForRoom);
  }

  /** Resolves when nothing runs and nothing waits for its retry, or when `signal` is aborted. */
  whenIdle(signal: AbortSignal): Promise<void> {
    return this.when(() => this.inFlight === 0 && this.entering === 0, signal, this.waitingForIdle);
  }

  private admit(work: Work): void {
    this.ready.push(work);
    this.goOn();
  }

  private goOn(): void {
    // What ends or leaves while it is being started leads back here: the loop below looks again.
    if (this.isStarting) return;
    this.startReady();
    signals.healthChanged.publish();
    if (this.waitingForRoom.size > 0) for (const look of this.waitingForRoom) look();
    if (this.waitingForIdle.size > 0) for (const look of this.waitingForIdle) look();
  }

  private startReady(): void {
    this.isStarting = true;
    try {
      while (!this.closed && this.permits.free > 0) {
        const work = this.ready.shift();
        if (work === undefined) break;
        this.start(work);
      }
    } finally {
      this.isStarting = false;
    }
  }

  private start(work: Work): void {
    this.lanes?.begin(work);
    const permit = this.permits.take(work);
    const ended = this.runInside(work, permit);
    if (!ended) {
      this.end(permit);
      return;
    }
    this.begun.set(permit, work);
    const end = (): void => {
      this.begun.delete(permit);
      this.end(permit);
    };
    ended.then(end, (thrown: unknown) => {
      this.escaped(thrown, work);
      end();
    });
  }

  /** Whatever comes out of `run`, the permit is given back: else a few such errors would stop the function for good. */
  private runInside(work: Work, permit: Permit): Promise<void> | undefined {
    this.isRunning = true;
    try {
      return this.run(work, permit);
    } catch (thrown) {
      this.escaped(thrown, work);
      return undefined;
    } finally {
      this.isRunning = false;
    }
  }

  private escaped(thrown: unknown, work: Work): void {
    this.liveness.fail();
    try {
      this.onEscaped(thrown, work);
    } catch {
      // It shows in the health of the function, at least.
    }
  }

  private end(permit: HeldPermit<Work>): void {
    try {
      const next = this.lanes?.end(permit.work);
      if (next !== undefined) this.ready.push(next);
    } catch (thrown) {
      this.escaped(thrown, permit.work);
    }
    permit.end();
    this.goOn();
  }

  private when(test: () => boolean, signal: AbortSignal, waiting: Set<() => void>): Promise<void> {
    if (test() || signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const end = (): void => {
        signal.removeEventListener('abort', end);
        waiting.delete(look);
        resolve();
      };
      const look = (): void => {
        if (test()) end();
      };
      signal.addEventListener('abort', end);
      waiting.add(look);
    });
  }
}
