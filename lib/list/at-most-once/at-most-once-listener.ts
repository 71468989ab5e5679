import type { ListFunction } from '../../functions/function-descriptor.js';
import type { Listener, ListenerBackoff, StopPhases } from '../../listeners/listener.js';
import { PollingListenerBody } from '../../listeners/polling-listener-body.js';
import { makeReader } from '../../listeners/reading/make-reader.js';
import { ReadLoop, type ReadLoopOptions } from '../../listeners/reading/read-loop.js';
import { PostponedWorks, roomForElements } from '../../listeners/window/postponed-works.js';
import type { ListElement } from '../../messages/list-element.js';
import type { LoopLiveness } from '../../time/loop-liveness.js';
import { nextTick } from '../../time/real-timers.js';
import { createSharedAbortController } from '../../time/shared-abort-controller.js';
import { whenAborted } from '../../time/when-aborted.js';
import { ReturnLoop } from '../at-least-once/return-loop.js';
import { poppedEnd } from '../pop-commands.js';
import { AtMostOnceReader } from './at-most-once-reader.js';
import { CancelledElements } from './cancelled-elements.js';
import { ElementReturn } from './element-return.js';
import { PoppedElementSettlement } from './popped-element-settlement.js';

/** Pops elements while there is room for them, and has each executed. */
export class AtMostOnceListListener implements Listener {
  private readonly body: PollingListenerBody<ListElement>;
  private readonly readLoop: ReadLoop<ListElement>;
  private readonly settlement: PoppedElementSettlement;
  private readonly cancelled: CancelledElements;
  /** Works whose handler wants them later: their elements are in no list meanwhile. */
  private readonly postponed: PostponedWorks<readonly ListElement[]>;
  private readonly returning: ElementReturn;
  private readonly returnsHeld: ReturnLoop;
  /** How many elements or works a stop has to put back. */
  private returns = 0;
  /** How many elements were taken at most by pops that were not answered, and that is not reported yet. */
  private mayBeLost = 0;
  /** Aborted when a stop begins. */
  private readonly stopping = createSharedAbortController();
  /** Aborted at the deadline of a stop. */
  private readonly ending = createSharedAbortController();

  constructor(private readonly parts: ReadLoopOptions<ListFunction>) {
    const { descriptor, command, clock } = parts;
    const reader = makeReader(
      parts,
      (part, own, isAlone) =>
        new AtMostOnceReader(part, own.blocking, own.command, clock, isAlone, (most) => this.replyLost(most)),
    );
    this.returning = new ElementReturn(command, poppedEnd(descriptor), clock);
    this.returnsHeld = new ReturnLoop(parts);
    this.cancelled = new CancelledElements(() => this.readLoop.window.unfinished);
    this.postponed = new PostponedWorks<readonly ListElement[]>(
      clock,
      (work) => this.deliverAgain(work),
      roomForElements,
    );
    const { cancelled, postponed } = this;
    const stopping = this.stopping.signal;
    const ending = this.ending.signal;
    this.settlement = new PoppedElementSettlement({ ...parts, cancelled, postponed, stopping, ending });
    this.readLoop = new ReadLoop<ListElement>(parts, reader, this.settlement);
    this.body = new PollingListenerBody(this.readLoop);
  }

  get inFlight(): number {
    return this.body.inFlight;
  }

  get waiting(): number {
    return this.body.waiting;
  }

  get owes(): boolean {
    return this.body.owes || this.returns > 0 || this.settlement.isSettling || !this.cancelled.isEmpty;
  }

  get loops(): readonly LoopLiveness[] {
    return [...this.body.loops, this.returnsHeld.liveness];
  }

  get backoff(): ListenerBackoff | undefined {
    return this.body.backoff;
  }

  start(): Promise<void> {
    this.returnsHeld.start();
    return this.readLoop.start();
  }

  caughtUp(signal: AbortSignal): Promise<void> {
    return this.body.caughtUp(signal);
  }

  readSoon(): void {
    this.readLoop.readSoon();
  }

  /** What was popped and not handled goes back to its list; what has not ended by then, to the dead letters. */
  async stop({ abandon, deadline }: StopPhases): Promise<void> {
    const { window } = this.readLoop;
    deadline.addEventListener('abort', () => this.ending.abort(), { once: true });
    this.stopping.abort();
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
    // What was started was popped before all that, so it goes before it, and all at once.
    const started = this.giveBack(this.cancelled.inOrder, deadline);
    const writtenOff = this.settlement.writeOff(window.unfinished, deadline);
    await Promise.all([returning, started, writtenOff, this.settlement.whenSettled()]);
  }

  private deliverAgain(work: readonly ListElement[]): void {
    this.settlement.resume(work);
    this.readLoop.window.add([work]);
  }

  private async giveBack(elements: readonly ListElement[], signal: AbortSignal): Promise<void> {
    this.returns += elements.length;
    const left = await this.returning.giveBack(elements, signal);
    this.returns -= elements.length;
    if (left > 0) this.parts.observer.lost('popped elements could not be given back before the stop', left);
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
}
