import type { ListFunction } from '../../functions/function-descriptor.js';
import type { Listener, ListenerBackoff, StopPhases } from '../../listeners/listener.js';
import { makeReader } from '../../listeners/reading/make-reader.js';
import { ReadLoop, type ReadLoopOptions } from '../../listeners/reading/read-loop.js';
import { PostponedWorks, roomForElements } from '../../listeners/window/postponed-works.js';
import type { LoopLiveness } from '../../time/loop-liveness.js';
import { stoppedFailure } from '../../listeners/stopped-failure.js';
import type { ListElement } from '../../messages/list-element.js';
import {
  actOn,
  isSucceeded,
  type Failed,
  type Outcome,
  type OutcomeActions,
} from '../../messages/outcome.js';
import { nextTick } from '../../time/real-timers.js';
import { createSharedAbortController } from '../../time/shared-abort-controller.js';
import { whenAborted } from '../../time/when-aborted.js';
import { ReturnLoop } from '../at-least-once/return-loop.js';
import { CancelledElements } from './cancelled-elements.js';
import { ElementReturn } from './element-return.js';
import { AtMostOnceReader } from './at-most-once-reader.js';
import { poppedEnd } from '../pop-commands.js';

/** Pops elements while there is room for them, and has each executed. */
export class AtMostOnceListListener implements Listener {
  private readonly readLoop: ReadLoop<ListElement>;
  private readonly returning: ElementReturn;
  private readonly returnsHeld: ReturnLoop;
  /** Works that were written off at a stop: what becomes of them later changes nothing. */
  private abandoned: ReadonlySet<readonly ListElement[]> = new Set();
  /** Works whose handlers have ended, while their elements are put where they belong. */
  private readonly settling = new Map<readonly ListElement[], Promise<unknown>>();
  private readonly ending = createSharedAbortController();
  private readonly cancelled: CancelledElements;
  /** Works whose handler wants them later: their elements are in no list meanwhile. */
  private readonly postponed: PostponedWorks<readonly ListElement[]>;
  private readonly comingAgain = new Set<ListElement>();
  private isStopping = false;
  /** How many elements or works a stop has to put back. */
  private returns = 0;
  /** How many elements were taken at most by pops that were not answered, and that is not reported yet. */
  private mayBeLost = 0;
  private readonly actions: OutcomeActions<ListElement, Promise<void> | undefined> = {
    succeeded: () => undefined,
    dropped: () => undefined,
    failed: (element, failure) => this.recordDeadLetter(element, failure, this.ending.signal),
    cancelled: (element) => {
      this.cancelled.add([element]);
    },
    // The elements of a work are postponed together.
    postponed: () => undefined,
  };

  constructor(private readonly parts: ReadLoopOptions<ListFunction>) {
    const { descriptor, command, clock } = parts;
    const reader = makeReader(
      parts,
      (part, own, isAlone) =>
        new AtMostOnceReader(part, own.blocking, own.command, clock, isAlone, (most) => this.replyLost(most)),
    );
    this.returning = new ElementReturn(command, poppedEnd(descriptor), clock);
    this.returnsHeld = new ReturnLoop(parts);
    this.readLoop = new ReadLoop<ListElement>(parts, reader, {
      settle: (work, outcomes) => this.settleAll(work, outcomes),
      idOf: (element) => element,
      comesAgain: (element) => this.comingAgain.has(element),
    });
    this.cancelled = new CancelledElements(() => this.readLoop.window.unfinished);
    this.postponed = new PostponedWorks<readonly ListElement[]>(
      clock,
      (work) => this.deliverAgain(work),
      roomForElements,
    );
  }

  get inFlight(): number {
    return this.readLoop.window.inFlight;
  }

  get waiting(): number {
    return this.readLoop.window.waits;
  }

  get owes(): boolean {
    const { inFlight, waits } = this.readLoop.window;
    return inFlight > 0 || waits > 0 || this.returns > 0 || this.settling.size > 0 || !this.cancelled.isEmpty;
  }

  get loops(): readonly LoopLiveness[] {
    return [this.readLoop.loop.liveness, this.readLoop.window.liveness, this.returnsHeld.liveness];
  }

  get backoff(): ListenerBackoff | undefined {
    return this.readLoop.loop.backoff;
  }

  start(): Promise<void> {
    this.returnsHeld.start();
    return this.readLoop.start();
  }

  caughtUp(signal: AbortSignal): Promise<void> {
    return this.readLoop.caughtUp(signal);
  }

  readSoon(): void {
    this.readLoop.readSoon();
  }

  async stop({ abandon, deadline }: StopPhases): Promise<void> {
    const { window } = this.readLoop;
    deadline.addEventListener('abort', () => this.ending.abort(), { once: true });
    this.isStopping = true;
    this.returnsHeld.stop();
    // What was postponed was popped before what waits.
    const waiting = [...this.postponed.close(), ...window.close()];
    this.returns = waiting.length;
    await this.readLoop.stop(deadline);
    // What the last pop took came after what waited already.
    const returning = this.giveBack([...waiting, ...window.close()].flat(), deadline);
    this.returns -= waiting.length;
    await Promise.race([returning, whenAborted(abandon)]);
    await window.whenIdle(abandon);
    const unfinished = window.unfinished.filter((work) => !this.settling.has(work));
    // What was started was popped before all that, so it goes before it, and all at once.
    const started = this.giveBack(this.cancelled.inOrder, deadline);
    await Promise.all([returning, started, this.writeOff(unfinished, deadline), ...this.settling.values()]);
  }

  /** Several pops that were under way at once are reported as one. */
  private replyLost(most: number): void {
    if (this.mayBeLost === 0) nextTick(() => this.reportLost());
    this.mayBeLost += most;
  }

  private reportLost(): void {
    const { mayBeLost } = this;
    this.mayBeLost = 0;
    const what = `the connection closed before a pop was answered: it may have taken up to ${mayBeLost} elements`;
    this.parts.observer.lost(what, mayBeLost);
  }

  private settleAll(work: readonly ListElement[], outcomes: readonly Outcome[]): Promise<void> | undefined {
    if (outcomes.every(isSucceeded) || this.abandoned.has(work)) return undefined;
    return this.settleEach(work, outcomes);
  }

  private async settleEach(work: readonly ListElement[], outcomes: readonly Outcome[]): Promise<void> {
    const settled = Promise.all([
      ...work.map((element, index) => this.settle(element, outcomes[index])),
      this.postpone(work, outcomes),
    ]);
    this.settling.set(work, settled);
    await settled;
    this.settling.delete(work);
  }

  private settle(element: ListElement, outcome: Outcome | undefined): Promise<void> | undefined {
    return outcome && actOn(this.actions, element, outcome);
  }

  /** Those of a work whose handler wants them later; of a batch, they stay together. */
  private async postpone(work: readonly ListElement[], outcomes: readonly Outcome[]): Promise<void> {
    const postponed = outcomes.find((outcome) => outcome.status === 'postponed');
    if (!postponed) return;
    const elements = work.filter((_, index) => outcomes[index]?.status === 'postponed');
    if (this.isStopping) {
      this.cancelled.add(elements);
      return;
    }
    for (const element of elements) this.comingAgain.add(element);
    await this.postponed.add(elements, postponed.delayInMs);
  }

  private deliverAgain(work: readonly ListElement[]): void {
    for (const element of work) this.comingAgain.delete(element);
    this.readLoop.window.add([work]);
  }

  private async recordDeadLetter(element: ListElement, failure: Failed, signal: AbortSignal): Promise<void> {
    const { deadLetters, observer } = this.parts;
    try {
      await deadLetters.recordAtAllCosts(element, failure, signal);
    } catch (error) {
      observer.failed(error);
      observer.lost('an element that failed could not be written to its dead letters', 1);
    }
  }

  private async giveBack(elements: readonly ListElement[], signal: AbortSignal): Promise<void> {
    this.returns += elements.length;
    const left = await this.returning.giveBack(elements, signal);
    this.returns -= elements.length;
    if (left > 0) this.parts.observer.lost('popped elements could not be given back before the stop', left);
  }

  /** Handlers that never ended: their elements are in no list any more, so they go to the dead letters. */
  private async writeOff(works: readonly (readonly ListElement[])[], deadline: AbortSignal): Promise<void> {
    if (works.length === 0) return;
    this.abandoned = new Set(works);
    const failure = stoppedFailure(this.parts.descriptor.id);
    await Promise.all(works.flat().map((element) => this.recordDeadLetter(element, failure, deadline)));
  }
}
