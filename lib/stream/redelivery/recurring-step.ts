import { RetryDelays } from '../../redis/errors/retry-delays.js';
import type { ListenerObserver } from '../../listeners/listener.js';
import { signals } from '../../signals/signals.js';
import type { Clock } from '../../time/clock.js';
import type { WakeableSleep } from '../../time/wakeable-sleep.js';

/** What a step that comes again and again needs. */
export interface RecurringStepOptions {
  readonly clock: Clock;
  readonly observer: Pick<ListenerObserver, 'failed' | 'recovered'>;
  /** The sleep of the loop that begins it, which is woken when the step is due at once, or may be begun again. */
  readonly sleep: WakeableSleep;
}

/** Something that a loop does from time to time and does not wait for. One that fails comes again after a rest. */
export class RecurringStep {
  private underWay: Promise<void> | undefined;
  private readonly retries = new RetryDelays();

  constructor(
    private readonly options: RecurringStepOptions,
    private dueAt: number,
  ) {}

  /** When it is to be begun; while it is under way, never. */
  get nextAt(): number {
    return this.underWay ? Infinity : this.dueAt;
  }

  /** It is due at once; where it is under way, once more when that has ended. */
  soon(): void {
    this.dueAt = 0;
    this.options.sleep.wake();
  }

  /** Begins `act` where it is due. It resolves with when it is due again, in milliseconds from then; may be `Infinity`. */
  beginIfDue(act: () => Promise<number>): void {
    if (this.options.clock.now() < this.nextAt) return;
    this.dueAt = Infinity;
    this.underWay = this.run(act).finally(() => {
      this.underWay = undefined;
      signals.roundEnded.publish();
      this.options.sleep.wake();
    });
  }

  /** Resolves when it is not under way. */
  async whenQuiet(): Promise<void> {
    await this.underWay;
  }

  private async run(act: () => Promise<number>): Promise<void> {
    const { clock, observer } = this.options;
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
