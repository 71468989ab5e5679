import type { ListFunction } from '../functions/function-descriptor.js';
import type { Listener, Rest, StopPhases } from '../listeners/listener.js';
import { Polling, type PollingParts } from '../listeners/polling.js';
import type { Pulse } from '../listeners/pulse.js';
import { stoppedFailure } from '../listeners/stopped-failure.js';
import type { ListElement } from '../messages/list-element.js';
import type { Failed, Outcome } from '../messages/outcome.js';
import { createSharedAbortController } from '../time/shared-abort-controller.js';
import { ElementReturn } from './element-return.js';
import { ListReader } from './list-reader.js';

/** Pops elements while there is room for them, and has each executed. */
export class ListListener implements Listener {
  private readonly polling: Polling<ListElement>;
  private readonly returning: ElementReturn;
  /** Works that were written off at a stop: what becomes of them later changes nothing. */
  private abandoned: ReadonlySet<readonly ListElement[]> = new Set();
  /** Works whose handlers have ended, while their elements are put where they belong. */
  private readonly settling = new Map<readonly ListElement[], Promise<unknown>>();
  private readonly ending = createSharedAbortController();

  constructor(private readonly parts: PollingParts<ListFunction>) {
    const { descriptor, blocking, command, clock } = parts;
    const reader = new ListReader(descriptor, blocking, command, clock);
    this.returning = new ElementReturn(command, reader.end, clock);
    this.polling = new Polling(parts, reader, (work, outcomes) => this.settleAll(work, outcomes));
  }

  get inFlight(): number {
    return this.polling.window.inFlight;
  }

  get waiting(): number {
    return this.polling.window.waits;
  }

  get pulses(): readonly Pulse[] {
    return [this.polling.loop.pulse];
  }

  get backoff(): Rest | undefined {
    return this.polling.loop.backoff;
  }

  start(): Promise<void> {
    return this.polling.start();
  }

  caughtUp(signal: AbortSignal): Promise<void> {
    return this.polling.caughtUp(signal);
  }

  async stop({ abandon, deadline }: StopPhases): Promise<void> {
    const { window } = this.polling;
    deadline.addEventListener('abort', () => this.ending.abort(), { once: true });
    const waiting = window.close();
    await this.polling.stop(deadline);
    // What the last pop took came after what waited already.
    await this.giveBack([...waiting, ...window.close()].flat(), deadline);
    await window.whenIdle(abandon);
    const unfinished = window.unfinished.filter((work) => !this.settling.has(work));
    await Promise.all([this.writeOff(unfinished, deadline), ...this.settling.values()]);
  }

  private async settleAll(work: readonly ListElement[], outcomes: readonly Outcome[]): Promise<void> {
    if (this.abandoned.has(work)) return;
    const settled = Promise.all(work.map((element, index) => this.settle(element, outcomes[index])));
    this.settling.set(work, settled);
    await settled;
    this.settling.delete(work);
  }

  private async settle(element: ListElement, outcome: Outcome | undefined): Promise<void> {
    if (outcome?.status === 'failed') await this.recordDeadLetter(element, outcome, this.ending.signal);
    if (outcome?.status === 'cancelled') await this.giveBack([element], this.ending.signal);
  }

  private async recordDeadLetter(element: ListElement, failure: Failed, signal: AbortSignal): Promise<void> {
    const { deadLetters, observer } = this.parts;
    try {
      await deadLetters.recordAtAllCosts(element, failure, signal);
    } catch (error) {
      observer.troubled(error);
      observer.lost('an element that failed could not be written to its dead letters', 1);
    }
  }

  private async giveBack(elements: readonly ListElement[], signal: AbortSignal): Promise<void> {
    const left = await this.returning.giveBack(elements, signal);
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
