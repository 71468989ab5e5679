import type { ListFunction } from '../../functions/function-descriptor.js';
import type { ListenerObserver } from '../../listeners/listener.js';
import type { Suspect } from '../../listeners/poison/isolated-permit.js';
import type { SuspectSource } from '../../listeners/poison/isolating-executor.js';
import type { ListElement } from '../../messages/list-element.js';
import type { RawMessage } from '../../messages/raw-message.js';
import type { CommandSender } from '../../redis/commands/command-sender.js';
import { markAlone } from '../../redis/commands/lua/mark-alone.js';
import { runScript } from '../../redis/commands/run-script.js';
import { retryUntil } from '../../redis/errors/retry-until.js';
import type { Clock } from '../../time/clock.js';
import type { HeldElements, Receipt } from './held-elements.js';
import type { Lease } from './lease.js';
import { isSuspect } from './suspects.js';

/** Finds the suspects among elements. A field beside the list says which of them runs. */
export class SuspectElements implements SuspectSource {
  constructor(private readonly options: SuspectElementsOptions) {}

  suspectAmong(messages: readonly RawMessage[]): Suspect | undefined {
    const { descriptor, held } = this.options;
    const elements = messages as readonly ListElement[];
    const element = elements.find((each) => isSuspect(each, descriptor));
    const receipt = element && held.receiptOf(element);
    return receipt && this.suspectOf(receipt);
  }

  private suspectOf({ lease, id }: Receipt): Suspect {
    return {
      mark: async () => (await this.insist(lease, () => this.markAlone(lease, id))) ?? true,
      unmark: () => this.insist(lease, () => this.unmarkAlone(lease)),
    };
  }

  /**
   * Says that of all that the process holds this element runs, alone: it is to blame if the process dies. Resolves with
   * false where the process does not hold it any more.
   */
  private async markAlone(lease: Lease, id: string): Promise<boolean> {
    const answer = await runScript(this.options.command, markAlone, [lease.held], [lease.name, id]);
    if (answer === -1) await lease.renew();
    return answer === 1;
  }

  /** Says that none runs alone any longer. */
  private async unmarkAlone(lease: Lease): Promise<void> {
    await this.options.command.send(['HDEL', lease.held, `alone:${lease.name}`]);
  }

  /** Tries until it succeeds, the lease is lost, or a stop writes off what is left. */
  private insist<Result>(lease: Lease, act: () => Promise<Result>): Promise<Result | undefined> {
    const { observer, clock, ended } = this.options;
    return retryUntil(act, {
      clock,
      until: ended,
      isOver: () => lease.isLost,
      onFailure: (error) => observer.failed(error, act),
      onEnd: () => observer.recovered(act),
    });
  }
}

export interface SuspectElementsOptions {
  readonly descriptor: ListFunction;
  readonly held: HeldElements;
  readonly command: CommandSender;
  readonly observer: Pick<ListenerObserver, 'failed' | 'recovered'>;
  readonly clock: Clock;
  /** Aborted when nothing is tried again. */
  readonly ended: AbortSignal;
}
