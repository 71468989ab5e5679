import { retryUntil } from '../../redis/errors/retry-until.js';
import type { DeadLetterRecorder } from '../../dead-letters/dead-letter-recorder.js';
import type { ListenerObserver } from '../../listeners/listener.js';
import type { Failed } from '../../messages/outcome.js';
import type { Clock } from '../../time/clock.js';
import type { Receipt } from './held-elements.js';
import type { ListSource } from './list-source.js';

/**
 * Has elements that failed for good recorded and settled, in one step. A failure may come late, like a success: what
 * waits in its list again is taken out and recorded; what another process has is delivered there, and that
 * delivery decides; what is nowhere in Redis any more, because the key was deleted, has only its dead letter.
 */
export class FailedElements {
  constructor(private readonly options: FailedElementsOptions) {}

  /** Rejects where it could not be recorded before the stop. */
  async record(receipt: Receipt, failure: Failed): Promise<void> {
    const { lease } = receipt;
    if (!lease.isLost && (await this.recordHeld(receipt, failure))) return;
    // Why it is not held any more.
    await this.insist(() => lease.renew());
    const { deadLetters, stopped } = this.options;
    if (lease.isDeleted) {
      await deadLetters.recordUntil(receipt.element, failure, stopped);
    } else if (lease.isLost) {
      const again = await this.insist(() => this.holdAgain(receipt));
      if (again) await this.recordHeld(again, failure);
    }
  }

  private recordHeld({ element, lease, id }: Receipt, failure: Failed): Promise<boolean> {
    const look = ['HEXISTS', lease.held, id] as const;
    const acknowledgement = { look, commands: [['HDEL', lease.held, id] as const] };
    const { deadLetters, stopped } = this.options;
    return deadLetters.recordUntil(element, failure, stopped, acknowledgement);
  }

  private async holdAgain(receipt: Receipt): Promise<Receipt | undefined> {
    const source = this.options.sources.find(({ key }) => key === receipt.element.key);
    return await (await source?.joined())?.holdAgain(receipt);
  }

  /** Tries until it succeeds; resolves with undefined where the stop comes first. */
  private insist<Result>(act: () => Promise<Result>): Promise<Result | undefined> {
    const { observer, clock, stopped } = this.options;
    return retryUntil(act, {
      clock,
      until: stopped,
      onFailure: (error) => observer.failed(error, act),
      onEnd: () => observer.recovered(act),
    });
  }
}

/** What recording needs of its surroundings. */
export interface FailedElementsOptions {
  readonly deadLetters: Pick<DeadLetterRecorder, 'recordUntil'>;
  readonly sources: readonly ListSource[];
  readonly observer: Pick<ListenerObserver, 'failed' | 'recovered'>;
  readonly clock: Clock;
  /** Aborted when nothing is tried again. */
  readonly stopped: AbortSignal;
}
