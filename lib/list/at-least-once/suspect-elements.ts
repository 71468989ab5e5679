import type { ListFunction } from '../../functions/function-descriptor.js';
import type { ListenerObserver } from '../../listeners/listener.js';
import type { Suspect } from '../../listeners/poison/isolated-permit.js';
import type { SuspectSource } from '../../listeners/poison/isolating-executor.js';
import type { ListElement } from '../../messages/list-element.js';
import type { RawMessage } from '../../messages/raw-message.js';
import { retryUntil } from '../../redis/errors/retry-until.js';
import type { Clock } from '../../time/clock.js';
import type { HeldElements, Receipt } from './held-elements.js';
import { isSuspect } from './suspects.js';

/** Finds the suspects among elements. A field beside the list says which of them runs. */
export class SuspectElements implements SuspectSource {
  constructor(private readonly options: SuspectElementsOptions) {}

  suspectAmong(messages: readonly RawMessage[]): Suspect | undefined {
    const { descriptor, held } = this.options;
    const elements = messages as readonly ListElement[];
    const element = elements.find((each) => isSuspect(each, descriptor));
    const receipt = element && held.of(element);
    return receipt && this.suspectOf(receipt);
  }

  private suspectOf({ consumer, id }: Receipt): Suspect {
    return {
      mark: async () => (await this.insist(consumer, () => consumer.markAlone(id))) ?? true,
      unmark: () => this.insist(consumer, () => consumer.unmarkAlone()),
    };
  }

  /** Tries until it succeeds, the lease is lost, or a stop writes off what is left. */
  private insist<Result>(
    consumer: Receipt['consumer'],
    act: () => Promise<Result>,
  ): Promise<Result | undefined> {
    const { observer, clock, ended } = this.options;
    return retryUntil(act, {
      clock,
      until: ended,
      isOver: () => consumer.isLost,
      onFailure: (error) => observer.failed(error, act),
      onEnd: () => observer.recovered(act),
    });
  }
}

export interface SuspectElementsOptions {
  readonly descriptor: ListFunction;
  readonly held: HeldElements;
  readonly observer: Pick<ListenerObserver, 'failed' | 'recovered'>;
  readonly clock: Clock;
  /** Aborted when nothing is tried again. */
  readonly ended: AbortSignal;
}
