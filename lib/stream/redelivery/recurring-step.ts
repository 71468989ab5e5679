import { RetryDelays } from '../../redis/errors/retry-delays.js';
import type { ListenerObserver } from '../../listeners/listener.js';
import type { Clock } from '../../time/clock.js';

/** What a step that comes again and again needs. */
export interface RecurringStepOptions {
  /** Does it once. Resolves with when it is due again, in milliseconds from now; may be `Infinity`. */
  readonly act: () => Promise<number>;
  readonly clock: Clock;
  readonly observer: Pick<ListenerObserver, 'failed' | 'recovered'>;
  /** Called when it has ended, well or not. */
  readonly onEnded: () => void;
}

/** Something that a loop does from time to time and does not wait for. One that fails comes again after a rest. */
export class RecurringStep {
  private dueAt: number;
  private underWay: Promise<void> | undefined;
  private readonly retries = new RetryDelays();

  constructor(
    private readonly options: RecurringStepOptions,
    firstDueAt: number,
  ) {
    this.dueAt = firstDueAt;
  }

  /** When it is to be begun; while it is under way, never. */
  get nextAt(): number {
    return this.underWay ? Infinity : this.dueAt;
  }

  /** It is due at once; where it is under way, once more when that has ended. */
  soon(): void {
    this.dueAt = 0;
  }

  /** Begins it where it is due. */
  beginIfDue(): void {
    if (this.options.clock.now() < this.nextAt) return;
    this.dueAt = Infinity;
    this.underWay = this.run().finally(() => {
      this.underWay = undefined;
      this.options.onEnded();
    });
  }

  /** Resolves when it is not under way. */
  async whenQuiet(): Promise<void> {
    await this.underWay;
  }

  private async run(): Promise<void> {
    const { act, clock, observer } = this.options;
    let restInMs: number;
    try {
      restInMs = await act();
      if (this.retries.hasFailed) observer.recovered(this);
      this.retries.reset();
    } catch (error) {
      restInMs = this.retries.after(error);
      observer.failed(error, this);
    }
    this.dueAt = Math.min(this.dueAt, clock.now() + restInMs);
  }
}
