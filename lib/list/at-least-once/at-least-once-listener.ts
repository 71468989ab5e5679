import type { ListFunction } from '../../functions/function-descriptor.js';
import { Acknowledger } from '../../listeners/acknowledger.js';
import type { Listener, ListenerBackoff, StopPhases } from '../../listeners/listener.js';
import { IsolatingExecutor } from '../../listeners/poison/isolating-executor.js';
import { IsolationGate } from '../../listeners/poison/isolation-gate.js';
import { ReadLoop, type ReadLoopOptions } from '../../listeners/reading/read-loop.js';
import type { LoopLiveness } from '../../time/loop-liveness.js';
import { PostponedWorks, roomForElements } from '../../listeners/window/postponed-works.js';
import type { ListElement } from '../../messages/list-element.js';
import {
  actOn,
  isSucceeded,
  type Failed,
  type Outcome,
  type OutcomeActions,
} from '../../messages/outcome.js';
import { createSharedAbortController } from '../../time/shared-abort-controller.js';
import { whenAborted } from '../../time/when-aborted.js';
import { FailedElements } from './failed-elements.js';
import { giveBackAll } from './give-back-all.js';
import { HeldElements, type Receipt } from './held-elements.js';
import { LeaseGuard } from './lease-guard.js';
import { LeaseLoop } from './lease-loop.js';
import { ListSource } from './list-source.js';
import { AtLeastOnceReader } from './at-least-once-reader.js';
import { SuspectElements } from './suspect-elements.js';

/** Pops elements that stay in Redis until they are settled, so that no crash loses them. */
export class AtLeastOnceListListener implements Listener {
  private readonly readLoop: ReadLoop<ListElement>;
  private readonly acknowledger: Acknowledger<Receipt>;
  private readonly leases: LeaseLoop;
  private readonly held = new HeldElements();
  private readonly failed: FailedElements;
  private readonly sources: readonly ListSource[];
  /** Aborted when nothing is tried again, and nothing begins. */
  private readonly stopped = createSharedAbortController();
  /** Aborted when what waits for a suspect does not begin any more. */
  private readonly stopping = createSharedAbortController();
  private isStopping = false;

  /** Works whose handler wants them later: their elements stay where they are meanwhile. */
  private readonly postponed: PostponedWorks<readonly ListElement[]>;
  private readonly actions: OutcomeActions<Receipt, unknown> = {
    succeeded: (receipt) => this.acknowledger.add(receipt.consumer.name, receipt),
    dropped: (receipt) => this.acknowledger.add(receipt.consumer.name, receipt),
    failed: (receipt, failure) => this.recordDeadLetter(receipt, failure),
    cancelled: (receipt) => this.cancel(receipt),
    // The elements of a work are postponed together.
    postponed: () => undefined,
  };

  constructor(private readonly parts: ReadLoopOptions<ListFunction>) {
    const { held } = this;
    const { descriptor, blocking, command, clock, observer } = parts;
    const stopping = this.stopping.signal;
    this.sources = descriptor.keys.map(
      (key) =>
        new ListSource(key, { descriptor, reader: blocking, command, clock, held, observer, stopping }),
    );
    this.acknowledger = new Acknowledger({
      send: (_, receipts) => this.acknowledge(receipts),
      onAcknowledged: (_, receipts) => {
        for (const { element } of receipts) held.release(element);
      },
      observer,
      clock,
      stopped: this.stopped.signal,
    });
    const { sources } = this;
    const gate = new IsolationGate('all');
    const ended = this.stopped.signal;
    // Whether the lease lasts is asked when it may begin.
    const executor = new IsolatingExecutor({
      executor: new LeaseGuard({ ...parts, held, ended }),
      gate,
      suspects: new SuspectElements({ ...parts, held, ended }),
      mayYield: descriptor.retry !== undefined,
      keepsTurn: false,
      stopping,
    });
    const reader = new AtLeastOnceReader({ ...parts, sources, gate });
    this.readLoop = new ReadLoop<ListElement>({ ...parts, executor }, reader, {
      settle: (work, outcomes) => this.settleAll(work, outcomes),
      idOf: (element) => element,
      comesAgain: (element) => held.isPostponed(element),
    });
    this.failed = new FailedElements({ ...parts, sources, stopped: ended });
    this.leases = new LeaseLoop({ ...parts, sources });
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
    const mayHold = this.sources.some(({ consumer }) => consumer && this.held.mayHold(consumer));
    return inFlight > 0 || waits > 0 || mayHold || this.acknowledger.isFlushing;
  }

  get loops(): readonly LoopLiveness[] {
    const { loop, window } = this.readLoop;
    return [loop.liveness, window.liveness, this.leases.liveness, this.acknowledger.liveness];
  }

  get backoff(): ListenerBackoff | undefined {
    return this.readLoop.loop.backoff;
  }

  async start(): Promise<void> {
    this.leases.start();
    await this.readLoop.start();
  }

  async caughtUp(signal: AbortSignal): Promise<void> {
    await this.readLoop.caughtUp(signal);
    await Promise.race([this.acknowledger.whenFlushed(), whenAborted(signal)]);
  }

  readSoon(): void {
    this.readLoop.readSoon();
  }

  /**
   * What waits goes back to its list at once. A handler that does not end in time keeps its element from
   * others until the lease is over.
   */
  async stop({ abandon, deadline }: StopPhases): Promise<void> {
    const { window } = this.readLoop;
    this.isStopping = true;
    this.stopping.abort();
    this.leases.quiesce();
    const waiting = [...this.postponed.close(), ...window.close()];
    await this.readLoop.stop(deadline);
    for (const element of [...waiting, ...window.close()].flat()) this.held.leave(element);
    const returning = this.giveBack(abandon);
    await window.whenIdle(abandon);
    await Promise.race([Promise.all([this.acknowledger.whenFlushed(), returning]), whenAborted(abandon)]);
    this.stopped.abort();
    await Promise.race([this.leases.stop().then(() => this.giveBack(deadline)), whenAborted(deadline)]);
  }

  private giveBack(signal: AbortSignal): Promise<void> {
    return giveBackAll(this.sources, this.held, this.parts.clock, signal);
  }

  private settleAll(work: readonly ListElement[], outcomes: readonly Outcome[]): Promise<void> | undefined {
    if (!outcomes.every(isSucceeded)) return this.settleEach(work, outcomes);
    let receipt: Receipt | undefined;
    for (const element of work) {
      receipt = this.held.of(element);
      if (receipt) this.acknowledger.add(receipt.consumer.name, receipt);
    }
    return this.keepsPlace(receipt) ? this.acknowledger.whenFlushed() : undefined;
  }

  /**
   * Whether a work keeps its place until it is acknowledged: else a function that may not acknowledge would take the whole
   * list, and one that was silent for too long would take again what it has just handled.
   */
  private keepsPlace(receipt: Receipt | undefined): boolean {
    return this.acknowledger.isBehind || receipt?.consumer.isSure === false;
  }

  private async settleEach(work: readonly ListElement[], outcomes: readonly Outcome[]): Promise<void> {
    await Promise.all([
      ...work.map((element, index) => this.settle(element, outcomes[index])),
      this.postpone(work, outcomes),
    ]);
    if (work.length > 1 && this.acknowledger.isBehind) await this.acknowledger.whenFlushed();
  }

  private async settle(element: ListElement, outcome: Outcome | undefined): Promise<void> {
    const receipt = this.held.of(element);
    if (receipt && outcome) await actOn(this.actions, receipt, outcome);
  }

  /** What is not handled here stays where it is in Redis, if it is there. */
  private cancel({ element, consumer, hasBegun }: Receipt): void {
    this.held.leave(element);
    if (consumer.isDeleted && hasBegun) this.countAsLost();
  }

  private cancelIfHeld(element: ListElement): void {
    const receipt = this.held.of(element);
    if (receipt) this.cancel(receipt);
  }

  private countAsLost(): void {
    this.parts.observer.lost(
      'an element whose handler did not end well went with what was held of its list',
      1,
    );
  }

  /** Those of a work whose handler wants them later; of a batch, they stay together. */
  private async postpone(work: readonly ListElement[], outcomes: readonly Outcome[]): Promise<void> {
    const postponed = outcomes.find((outcome) => outcome.status === 'postponed');
    if (!postponed) return;
    const elements = work.filter((_, index) => outcomes[index]?.status === 'postponed');
    const ended = elements.filter((element) => this.isStopping || this.held.of(element)?.consumer.isLost);
    for (const element of ended) this.cancelIfHeld(element);
    const held = this.held.postpone(elements);
    if (held.length > 0) await this.postponed.add(held, postponed.delayInMs);
  }

  private deliverAgain(work: readonly ListElement[]): void {
    this.held.resume(work);
    this.readLoop.window.add([work]);
  }

  private async acknowledge(receipts: readonly Receipt[]): Promise<void> {
    const sender = await this.readLoop.readySender(this.stopped.signal);
    await receipts[0]?.consumer.settle(sender, receipts);
  }

  /** Where that does not succeed before the stop, the element stays where it is. */
  private async recordDeadLetter(receipt: Receipt, failure: Failed): Promise<void> {
    try {
      await this.failed.record(receipt, failure);
      this.held.release(receipt.element);
    } catch (error) {
      this.parts.observer.failed(error);
      if (receipt.consumer.isDeleted) this.countAsLost();
    }
  }
}
