import type { DeadLetterRecorder } from '../../dead-letters/dead-letter-recorder.js';
import type { ListFunction } from '../../functions/function-descriptor.js';
import type { ListenerObserver } from '../../listeners/listener.js';
import { settleEach } from '../../listeners/settle-each.js';
import { stoppedFailure } from '../../listeners/stopped-failure.js';
import type { PostponedWorks } from '../../listeners/window/postponed-works.js';
import type { Settlement } from '../../listeners/window/settlement.js';
import type { ListElement } from '../../messages/list-element.js';
import { isSucceeded, type Failed, type Outcome, type OutcomeActions } from '../../messages/outcome.js';
import { postponedElements } from '../postponed-elements.js';
import type { CancelledElements } from './cancelled-elements.js';

/** Settles popped elements. They are nowhere but in this process, so each work waits until its own are where they belong. */
export class PoppedElementSettlement
  implements Settlement<ListElement>, OutcomeActions<ListElement, Promise<void> | void>
{
  /** Works whose handlers have ended, while their elements are put where they belong. */
  private readonly settling = new Map<readonly ListElement[], Promise<unknown>>();
  /** Works that were written off at a stop: what becomes of them later changes nothing. */
  private writtenOff: ReadonlySet<readonly ListElement[]> = new Set();
  /** Elements whose handler wants them later. */
  private readonly comingAgain = new Set<ListElement>();

  constructor(private readonly options: PoppedElementSettlementOptions) {}

  /** Whether elements are being put where they belong. */
  get isSettling(): boolean {
    return this.settling.size > 0;
  }

  settle(work: readonly ListElement[], outcomes: readonly Outcome[]): Promise<void> | undefined {
    if (outcomes.every(isSucceeded) || this.writtenOff.has(work)) return undefined;
    return this.settleEach(work, outcomes);
  }

  idOf(element: ListElement): ListElement {
    return element;
  }

  comesAgain(element: ListElement): boolean {
    return this.comingAgain.has(element);
  }

  /** The time of postponed elements has come. */
  resume(work: readonly ListElement[]): void {
    for (const element of work) this.comingAgain.delete(element);
  }

  /** Handlers that never ended: their elements are in no list any more, so they go to the dead letters. */
  async writeOff(unfinished: readonly (readonly ListElement[])[], deadline: AbortSignal): Promise<void> {
    const works = unfinished.filter((work) => !this.settling.has(work));
    this.writtenOff = new Set(works);
    const failure = stoppedFailure(this.options.descriptor.id);
    await Promise.all(works.flat().map((element) => this.recordDeadLetter(element, failure, deadline)));
  }

  /** Resolves when the elements that are being settled now are where they belong. */
  async whenSettled(): Promise<void> {
    await Promise.all(this.settling.values());
  }

  private async settleEach(work: readonly ListElement[], outcomes: readonly Outcome[]): Promise<void> {
    const settled = Promise.all([settleEach(work, outcomes, this), this.postpone(work, outcomes)]);
    this.settling.set(work, settled);
    await settled;
    this.settling.delete(work);
  }

  succeeded(): void {
    return undefined;
  }

  dropped(): void {
    return undefined;
  }

  failed(element: ListElement, failure: Failed): Promise<void> {
    return this.recordDeadLetter(element, failure, this.options.ending);
  }

  cancelled(element: ListElement): void {
    this.options.cancelled.add([element]);
  }

  /** The elements of a work are postponed together. */
  postponed(): void {
    return undefined;
  }

  private async postpone(work: readonly ListElement[], outcomes: readonly Outcome[]): Promise<void> {
    const { postponed, cancelled, stopping } = this.options;
    const wanted = postponedElements(work, outcomes);
    if (!wanted) return;
    if (stopping.aborted) {
      cancelled.add(wanted.elements);
      return;
    }
    for (const element of wanted.elements) this.comingAgain.add(element);
    await postponed.add(wanted.elements, wanted.delayInMs);
  }

  private async recordDeadLetter(element: ListElement, failure: Failed, signal: AbortSignal): Promise<void> {
    const { deadLetters, observer } = this.options;
    try {
      await deadLetters.recordUntil(element, failure, signal);
    } catch (error) {
      observer.failed(error);
      observer.lost('an element that failed could not be written to its dead letters', 1);
    }
  }
}

export interface PoppedElementSettlementOptions {
  readonly descriptor: Pick<ListFunction, 'id'>;
  readonly deadLetters: Pick<DeadLetterRecorder, 'recordUntil'>;
  readonly cancelled: CancelledElements;
  readonly postponed: PostponedWorks<readonly ListElement[]>;
  readonly observer: Pick<ListenerObserver, 'failed' | 'lost'>;
  /** Aborted when a stop begins: what is postponed then goes back to the list. */
  readonly stopping: AbortSignal;
  /** Aborted at the deadline of a stop: no dead letter is tried again then. */
  readonly ending: AbortSignal;
}
