import type { ListFunction } from '../../functions/function-descriptor.js';
import type { Listener, ListenerBackoff, StopPhases } from '../../listeners/listener.js';
import type { ReadLoopOptions } from '../../listeners/reading/read-loop.js';
import type { ListElement } from '../../messages/list-element.js';
import type { LoopLiveness } from '../../time/loop-liveness.js';
import { whenAborted } from '../../time/when-aborted.js';
import { joinAtMostOnceParts, type AtMostOnceParts } from './at-most-once-parts.js';

/** Pops elements while there is room for them, and has each executed. */
export class AtMostOnceListListener implements Listener {
  private readonly parts: AtMostOnceParts;
  /** How many elements or works a stop has to put back. */
  private returns = 0;

  constructor(private readonly options: ReadLoopOptions<ListFunction>) {
    this.parts = joinAtMostOnceParts(options);
  }

  start(): Promise<void> {
    this.parts.returnsHeld.start();
    return this.parts.readLoop.start();
  }

  /** What was popped and not handled goes back to its list; what has not ended by then, to the dead letters. */
  async stop({ writeOff, deadline }: StopPhases): Promise<void> {
    const { readLoop, settlement, cancelled, postponed, returnsHeld, stopping, ending } = this.parts;
    const { window } = readLoop;
    deadline.addEventListener('abort', () => ending.abort(), { once: true });
    stopping.abort();
    returnsHeld.stop();
    // What was postponed was popped before what waits.
    const waiting = [...postponed.close(), ...window.close()];
    this.returns = waiting.length;
    await readLoop.stop(deadline);
    // What the last pop took came after what waited already.
    const returning = this.giveBack([...waiting, ...window.close()].flat(), deadline);
    this.returns -= waiting.length;
    await Promise.race([returning, whenAborted(writeOff)]);
    await window.whenIdle(writeOff);
    // What was started was popped before all that, so it goes before it, and all at once.
    const started = this.giveBack(cancelled.inOrder, deadline);
    const writtenOff = settlement.writeOff(window.unfinished, deadline);
    await Promise.all([returning, started, writtenOff, settlement.whenSettled()]);
  }

  caughtUp(signal: AbortSignal): Promise<void> {
    return this.parts.body.caughtUp(signal);
  }

  readSoon(): void {
    this.parts.readLoop.readSoon();
  }

  get owes(): boolean {
    const { body, settlement, cancelled } = this.parts;
    return body.owes || this.returns > 0 || settlement.isSettling || !cancelled.isEmpty;
  }

  get inFlight(): number {
    return this.parts.body.inFlight;
  }

  get waiting(): number {
    return this.parts.body.waiting;
  }

  get loops(): readonly LoopLiveness[] {
    return [...this.parts.body.loops, this.parts.returnsHeld.liveness];
  }

  get backoff(): ListenerBackoff | undefined {
    return this.parts.body.backoff;
  }

  private async giveBack(elements: readonly ListElement[], signal: AbortSignal): Promise<void> {
    this.returns += elements.length;
    const left = await this.parts.returning.giveBack(elements, signal);
    this.returns -= elements.length;
    if (left > 0) this.options.observer.lost('popped elements could not be given back before the stop', left);
  }
}
