import type { Acknowledger } from '../../listeners/acknowledger.js';
import type { ListenerObserver } from '../../listeners/listener.js';
import { settleEach } from '../../listeners/settle-each.js';
import type { PostponedWorks } from '../../listeners/window/postponed-works.js';
import type { Settlement } from '../../listeners/window/settlement.js';
import type { ListElement } from '../../messages/list-element.js';
import { isSucceeded, type Failed, type Outcome, type OutcomeActions } from '../../messages/outcome.js';
import { signals } from '../../signals/signals.js';
import { postponedElements } from '../postponed-elements.js';
import type { FailedElements } from './failed-elements.js';
import type { HeldElements, Receipt } from './held-elements.js';

/** Settles elements that Redis keeps until then. What was taken from this process meanwhile is left to whoever has it. */
export class ElementSettlement
  implements Settlement<ListElement>, OutcomeActions<ListElement, Promise<void> | void>
{
  constructor(private readonly options: ElementSettlementOptions) {}

  settle(work: readonly ListElement[], outcomes: readonly Outcome[]): Promise<void> | undefined {
    if (!outcomes.every(isSucceeded)) return this.settleEach(work, outcomes);
    const { held, acknowledger } = this.options;
    let receipt: Receipt | undefined;
    for (const element of work) {
      receipt = held.receiptOf(element);
      if (receipt) acknowledger.acknowledge(receipt.lease.name, receipt);
    }
    return this.keepsPermit(receipt) ? acknowledger.whenFlushed() : undefined;
  }

  idOf(element: ListElement): ListElement {
    return element;
  }

  comesAgain(element: ListElement): boolean {
    return this.options.held.isPostponed(element);
  }

  /**
   * Whether a work keeps its permit until it is acknowledged: else a function that may not acknowledge would take the
   * whole list, and one that was silent for too long would take again what it has just handled.
   */
  private keepsPermit(receipt: Receipt | undefined): boolean {
    return this.options.acknowledger.isBehind || receipt?.lease.isSure === false;
  }

  private async settleEach(work: readonly ListElement[], outcomes: readonly Outcome[]): Promise<void> {
    const { acknowledger } = this.options;
    await Promise.all([settleEach(work, outcomes, this), this.postpone(work, outcomes)]);
    if (work.length > 1 && acknowledger.isBehind) await acknowledger.whenFlushed();
  }

  succeeded(element: ListElement): void {
    this.acknowledge(element);
  }

  dropped(element: ListElement): void {
    this.acknowledge(element);
  }

  private acknowledge(element: ListElement): void {
    const { held, acknowledger } = this.options;
    const receipt = held.receiptOf(element);
    if (receipt) acknowledger.acknowledge(receipt.lease.name, receipt);
  }

  /** Where that does not succeed before the stop, the element stays where it is. */
  async failed(element: ListElement, failure: Failed): Promise<void> {
    const { held, failedElements, observer } = this.options;
    const receipt = held.receiptOf(element);
    if (!receipt) return;
    try {
      await failedElements.record(receipt, failure);
      held.removeSettled(element);
      signals.settled.publish();
    } catch (error) {
      observer.failed(error);
      if (receipt.lease.isDeleted) this.countAsLost();
    }
  }

  /** What is not handled here stays where it is in Redis, if it is there. */
  cancelled(element: ListElement): void {
    const { held } = this.options;
    const receipt = held.receiptOf(element);
    if (!receipt) return;
    held.leaveToOthers(element);
    if (receipt.lease.isDeleted && receipt.state === 'begun') this.countAsLost();
  }

  private countAsLost(): void {
    const what = 'an element whose handler did not end well went with what was held of its list';
    this.options.observer.lost(what, 1);
  }

  /** The elements of a work are postponed together. */
  postponed(): void {
    return undefined;
  }

  private async postpone(work: readonly ListElement[], outcomes: readonly Outcome[]): Promise<void> {
    const { held, postponedWorks, stopping } = this.options;
    const wanted = postponedElements(work, outcomes);
    if (!wanted) return;
    for (const element of wanted.elements) {
      if (stopping.aborted || held.receiptOf(element)?.lease.isLost) this.cancelled(element);
    }
    const elements = held.postpone(wanted.elements);
    if (elements.length > 0) await postponedWorks.add(elements, wanted.delayInMs);
  }
}

export interface ElementSettlementOptions {
  readonly held: HeldElements;
  readonly acknowledger: Acknowledger<Receipt>;
  readonly failedElements: FailedElements;
  /** Works whose handler wants them later: their elements stay in Redis' keeping meanwhile. */
  readonly postponedWorks: PostponedWorks<readonly ListElement[]>;
  readonly observer: Pick<ListenerObserver, 'failed' | 'lost'>;
  /** Aborted when a stop begins: what is postponed then goes back to the list. */
  readonly stopping: AbortSignal;
}
