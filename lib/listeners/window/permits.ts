import type { Permit } from '../../messages/permit.js';
import type { InFlight } from './in-flight-list.js';

/** The most invocations that wait without a permit; beyond that they keep theirs, so that no more is read. */
const mostAway = 1_000;

/** The permits of one function's invocations: at most `concurrency` are taken at once. */
export class Permits {
  private taken = 0;
  private away = 0;
  /** Those that want a permit again, in the order in which they asked. */
  private readonly returning = new Set<() => void>();

  constructor(
    private readonly concurrency: number,
    /** Called when somebody has given up a permit for a while. */
    private readonly onLeft: () => void,
    /** How many may be away by the size of their messages. */
    private readonly mostBySize: () => number = () => Infinity,
  ) {}

  get free(): number {
    return this.concurrency - this.taken;
  }

  take<Work>(work: Work): HeldPermit<Work> {
    this.taken += 1;
    return new HeldPermit(work, this);
  }

  /** Gives up a permit for a while; false where it must be kept. */
  yield(): boolean {
    // With one permit the order is promised, also across retries.
    if (this.concurrency === 1 || this.away >= Math.min(mostAway, this.mostBySize())) return false;
    this.away += 1;
    this.release();
    this.onLeft();
    return true;
  }

  /** Resolves with true when there is a permit again, with false when `signal` is aborted first. */
  reacquire(signal: AbortSignal): Promise<boolean> {
    return new Promise((resolve) => {
      const end = (hasPlace: boolean): void => {
        signal.removeEventListener('abort', giveUp);
        this.returning.delete(take);
        resolve(hasPlace);
      };
      const giveUp = (): void => end(false);
      const take = (): void => {
        this.taken += 1;
        this.away -= 1;
        end(true);
      };
      if (signal.aborted) giveUp();
      else if (this.free > 0) take();
      else {
        this.returning.add(take);
        signal.addEventListener('abort', giveUp);
      }
    });
  }

  /** A work has ended. */
  end(isAway: boolean): void {
    if (isAway) this.away -= 1;
    else this.release();
  }

  private release(): void {
    this.taken -= 1;
    if (this.returning.size === 0) return;
    const [next] = this.returning;
    next?.();
  }
}

/** A work that has begun, and its place. */
export class HeldPermit<Work> implements Permit, InFlight<HeldPermit<Work>> {
  before: HeldPermit<Work> | undefined = undefined;
  after: HeldPermit<Work> | undefined = undefined;
  private isAway = false;

  constructor(
    readonly work: Work,
    private readonly permits: Permits,
  ) {}

  yield(): void {
    if (!this.isAway) this.isAway = this.permits.yield();
  }

  async reacquire(signal: AbortSignal): Promise<void> {
    if (this.isAway) this.isAway = !(await this.permits.reacquire(signal));
  }

  /** The work has ended, with or without a place. */
  end(): void {
    this.permits.end(this.isAway);
  }
}
