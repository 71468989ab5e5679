import type { StreamFunction } from '../../functions/function-descriptor.js';
import type { ListenerObserver } from '../../listeners/listener.js';
import type { Clock } from '../../time/clock.js';
import { WakeableSleep } from '../../time/wakeable-sleep.js';
import type { SweepRequest } from '../reading/take-over.js';
import { RecurringStep } from './recurring-step.js';

/**
 * A read of a connection that was given up may still be on its way to the server, for long on a slow link, and what it
 * brings reaches nobody. So the look for lost entries is repeated after this, and again each time that so many times as
 * long has passed, until a sweep would find them.
 */
const lookAgainAfterInMs = 2_000;
const timesLonger = 3;

/** What the schedule of redelivery needs. */
export interface RedeliveryScheduleOptions {
  readonly descriptor: StreamFunction;
  readonly clock: Clock;
  readonly observer: Pick<ListenerObserver, 'failed' | 'recovered'>;
}

/** When each step of redelivery is due. Whoever finds work for one makes it due at once, which wakes the loop. */
export class RedeliverySchedule implements SweepRequest {
  /** Claims what other processes left. */
  readonly sweep: RecurringStep;
  /** Looks for what was lost on its way. */
  readonly look: RecurringStep;
  /** Deletes what other groups had not acknowledged yet. */
  readonly removal: RecurringStep;
  private readonly sleep: WakeableSleep;
  /** When to look once more for what was lost, after the next look. */
  private lookAgainInMs = Infinity;

  constructor({ descriptor, clock, observer }: RedeliveryScheduleOptions) {
    const sleep = (this.sleep = new WakeableSleep(clock));
    const common = { clock, observer, sleep };
    this.sweep = new RecurringStep(common, 0);
    this.look = new RecurringStep(common, Infinity);
    this.removal = new RecurringStep(common, descriptor.deleteAfterProcess === true ? 0 : Infinity);
  }

  /** When the first step is due. */
  get nextAt(): number {
    return Math.min(this.sweep.nextAt, this.look.nextAt, this.removal.nextAt);
  }

  /** Somebody has made entries pending, or what was listed has expired: the next sweep need not wait for its time. */
  sweepSoon(): void {
    this.sweep.soon();
  }

  /** A reply may have been lost, such as with a connection. */
  lookForLost(): void {
    this.lookAgainInMs = lookAgainAfterInMs;
    this.look.soon();
  }

  /** There may be entries to delete. */
  removeSoon(): void {
    this.removal.soon();
  }

  /** Returns in how many milliseconds the look that begins now is to be repeated, before `claimIdleInMs`. */
  repeatLook(claimIdleInMs: number): number {
    const { lookAgainInMs } = this;
    const next = timesLonger * lookAgainInMs;
    this.lookAgainInMs = next < claimIdleInMs ? next : Infinity;
    return lookAgainInMs;
  }

  /** Ends the rest of the loop, because something is due. */
  wake(): void {
    this.sleep.wake();
  }

  async rest(durationInMs: number): Promise<void> {
    await this.sleep.sleep(durationInMs);
  }

  /** Resolves when no step is under way. */
  async whenQuiet(): Promise<void> {
    await Promise.all([this.sweep, this.look, this.removal].map((step) => step.whenQuiet()));
  }
}
