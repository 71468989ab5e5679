import type { Outcome } from '../../messages/outcome.js';
import { signals } from '../../signals/signals.js';
import { endOfMicrotasks } from '../../time/event-loop.js';
import { Condition } from './condition.js';
import { Fifo } from './fifo.js';
import { Lanes, type LaneRules } from './lanes.js';
import { Permits, type HeldPermit } from './permits.js';
import { LoopLiveness } from '../../time/loop-liveness.js';
import { InFlightList } from './in-flight-list.js';
import type { WorkActions } from './work-actions.js';

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
  private readonly begun = new InFlightList<HeldPermit<Work>>();
  private readonly permits: Permits;
  private readonly lanes?: Lanes<Work>;
  private readonly hasRoomToStart = new Condition(() => this.roomToStart > 0);
  private readonly hasRoom = new Condition(() => this.room > 0);
  private readonly isIdle = new Condition(() => this.inFlight + this.entering === 0 && !this.isStartDue);
  /** No longer live once one of `actions` has thrown or rejected, which they must never do. */
  readonly liveness = new LoopLiveness();
  private isStarting = false;
  /** Whether what waits starts when all has run that waits for nothing. */
  private isStartDue = false;
  private closed = false;

  constructor(
    private readonly limits: WindowLimits,
    private readonly actions: WorkActions<Work>,
    laneRules?: LaneRules<Work>,
    /** Called when one of `actions` has thrown or rejected all the same: what became of the work is not known. */
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
    return this.begun.size;
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
    return Array.from(this.begun, ({ work }) => work);
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
    return this.hasRoomToStart.wait(signal);
  }

  /** Resolves when there is room, or when `signal` is aborted. */
  whenRoom(signal: AbortSignal): Promise<void> {
    return this.hasRoom.wait(signal);
  }

  /** Resolves when nothing runs and nothing waits for its retry, or when `signal` is aborted. */
  whenIdle(signal: AbortSignal): Promise<void> {
    return this.isIdle.wait(signal);
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
    this.hasRoomToStart.look();
    this.hasRoom.look();
    this.isIdle.look();
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
    this.begun.add(permit);
    const outcomes = this.execute(permit);
    if (outcomes instanceof Promise) this.settleLater(permit, outcomes);
    else if (outcomes) this.settle(permit, outcomes);
  }

  /** Undefined: it has ended. */
  private execute(permit: HeldPermit<Work>): ReturnType<WorkActions<Work>['execute']> | undefined {
    try {
      return this.actions.execute(permit.work, permit);
    } catch (thrown) {
      this.escape(permit, thrown);
      return undefined;
    }
  }

  private settleLater(permit: HeldPermit<Work>, outcomes: Promise<readonly Outcome[]>): void {
    outcomes.then(
      (all) => this.settle(permit, all),
      (thrown: unknown) => this.escape(permit, thrown),
    );
  }

  private settle(permit: HeldPermit<Work>, outcomes: readonly Outcome[]): void {
    let settled: Promise<void> | undefined;
    try {
      settled = this.actions.settle(permit.work, outcomes);
    } catch (thrown) {
      this.escape(permit, thrown);
      return;
    }
    if (settled) this.endLater(permit, settled);
    else this.end(permit);
  }

  private endLater(permit: HeldPermit<Work>, settled: Promise<void>): void {
    settled.then(
      () => this.end(permit),
      (thrown: unknown) => this.escape(permit, thrown),
    );
  }

  /** Whatever escapes, the permit is given back: else a few such errors would stop the function for good. */
  private escape(permit: HeldPermit<Work>, thrown: unknown): void {
    this.escaped(thrown, permit.work);
    this.end(permit);
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
    this.begun.remove(permit);
    try {
      const next = this.lanes?.end(permit.work);
      if (next !== undefined) this.ready.push(next);
    } catch (thrown) {
      this.escaped(thrown, permit.work);
    }
    permit.end();
    if (this.actions.beforeStart && this.ready.size > 0 && !this.isStarting) this.startSoon();
    else this.goOn();
  }

  /** Handlers that waited for the same thing end together: what they leave room for is sent for before others start. */
  private startSoon(): void {
    if (this.isStartDue) return;
    this.isStartDue = true;
    void endOfMicrotasks().then(() => {
      this.isStartDue = false;
      this.actions.beforeStart?.();
      this.goOn();
    });
  }
}
