import type { ListFunction } from '../../functions/function-descriptor.js';
import { Acknowledger } from '../../listeners/acknowledger.js';
import type { InvocationExecutor } from '../../listeners/invocation-executor.js';
import type { Listener, ListenerBackoff, StopPhases } from '../../listeners/listener.js';
import { IsolatingExecutor } from '../../listeners/poison/isolating-executor.js';
import { IsolationGate } from '../../listeners/poison/isolation-gate.js';
import { PollingListenerBody } from '../../listeners/polling-listener-body.js';
import { ReadLoop, type ReadLoopOptions } from '../../listeners/reading/read-loop.js';
import { PostponedWorks, roomForElements } from '../../listeners/window/postponed-works.js';
import type { ListElement } from '../../messages/list-element.js';
import type { LoopLiveness } from '../../time/loop-liveness.js';
import { createSharedAbortController } from '../../time/shared-abort-controller.js';
import { whenAborted } from '../../time/when-aborted.js';
import { AtLeastOnceReader } from './at-least-once-reader.js';
import { ElementSettlement } from './element-settlement.js';
import { FailedElements } from './failed-elements.js';
import { giveBackAll } from './give-back-all.js';
import { HeldElements, type Receipt } from './held-elements.js';
import { LeaseGuard } from './lease-guard.js';
import { LeaseLoop } from './lease-loop.js';
import { ListSource } from './list-source.js';
import { SuspectElements } from './suspect-elements.js';

/** Pops elements that stay in Redis until they are settled, so that no crash loses them. */
export class AtLeastOnceListListener implements Listener {
  private readonly body: PollingListenerBody<ListElement>;
  private readonly readLoop: ReadLoop<ListElement>;
  private readonly acknowledger: Acknowledger<Receipt>;
  private readonly leases: LeaseLoop;
  private readonly held = new HeldElements();
  private readonly sources: readonly ListSource[];
  private readonly gate = new IsolationGate('all');
  /** Works whose handler wants them later: their elements stay where they are meanwhile. */
  private readonly postponed: PostponedWorks<readonly ListElement[]>;
  /** Aborted when what waits for a suspect does not begin any more. */
  private readonly stopping = createSharedAbortController();
  /** Aborted when nothing is tried again, and nothing begins. */
  private readonly stopped = createSharedAbortController();

  constructor(private readonly parts: ReadLoopOptions<ListFunction>) {
    const { held, gate } = this;
    const { descriptor, blocking, command, clock, observer } = parts;
    const stopping = this.stopping.signal;
    const stopped = this.stopped.signal;
    const atSource = { descriptor, reader: blocking, command, clock, held, observer, stopping };
    const sources = descriptor.keys.map((key) => new ListSource(key, atSource));
    this.sources = sources;
    this.leases = new LeaseLoop({ ...parts, sources });
    this.acknowledger = new Acknowledger<Receipt>({
      send: (_, receipts) => this.acknowledge(receipts),
      onAcknowledged: (_, receipts) => this.release(receipts),
      observer,
      clock,
      stopped,
    });
    this.postponed = new PostponedWorks<readonly ListElement[]>(
      clock,
      (work) => this.deliverAgain(work),
      roomForElements,
    );
    const { acknowledger, postponed } = this;
    const failed = new FailedElements({ ...parts, sources, stopped });
    const settlement = new ElementSettlement({ held, acknowledger, failed, postponed, observer, stopping });
    const reader = new AtLeastOnceReader({ ...parts, sources, gate });
    this.readLoop = new ReadLoop<ListElement>(
      { ...parts, executor: this.makeExecutor() },
      reader,
      settlement,
    );
    this.body = new PollingListenerBody(this.readLoop, acknowledger);
  }

  get inFlight(): number {
    return this.body.inFlight;
  }

  get waiting(): number {
    return this.body.waiting;
  }

  get owes(): boolean {
    const mayHold = this.sources.some(({ consumer }) => consumer && this.held.mayHold(consumer));
    return this.body.owes || mayHold;
  }

  get loops(): readonly LoopLiveness[] {
    return [...this.body.loops, this.leases.liveness];
  }

  get backoff(): ListenerBackoff | undefined {
    return this.body.backoff;
  }

  async start(): Promise<void> {
    this.leases.start();
    await this.readLoop.start();
  }

  caughtUp(signal: AbortSignal): Promise<void> {
    return this.body.caughtUp(signal);
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

  /** A suspect runs alone; whether the lease lasts is asked when an element may begin. */
  private makeExecutor(): InvocationExecutor {
    const { parts, held, gate } = this;
    const ended = this.stopped.signal;
    return new IsolatingExecutor({
      executor: new LeaseGuard({ ...parts, held, ended }),
      gate,
      suspects: new SuspectElements({ ...parts, held, ended }),
      mayYield: parts.descriptor.retry !== undefined,
      keepsTurn: false,
      stopping: this.stopping.signal,
    });
  }

  private async acknowledge(receipts: readonly Receipt[]): Promise<void> {
    const sender = await this.readLoop.readySender(this.stopped.signal);
    await receipts[0]?.consumer.settle(sender, receipts);
  }

  private release(receipts: readonly Receipt[]): void {
    for (const { element } of receipts) this.held.release(element);
  }

  private deliverAgain(work: readonly ListElement[]): void {
    this.held.resume(work);
    this.readLoop.window.add([work]);
  }

  private giveBack(signal: AbortSignal): Promise<void> {
    return giveBackAll(this.sources, this.held, this.parts.clock, signal);
  }
}
