import type { ListFunction } from '../../functions/function-descriptor.js';
import type { Listener, ListenerBackoff, StopPhases } from '../../listeners/listener.js';
import type { ReadLoopOptions } from '../../listeners/reading/read-loop.js';
import type { LoopLiveness } from '../../time/loop-liveness.js';
import { whenAborted } from '../../time/when-aborted.js';
import { giveBackAll, mayHold } from './give-back-all.js';
import { joinListParts, type ListParts } from './list-parts.js';

/** Pops elements that stay in Redis until they are settled, so that no crash loses them. */
export class AtLeastOnceListListener implements Listener {
  private readonly parts: ListParts;

  constructor(private readonly options: ReadLoopOptions<ListFunction>) {
    this.parts = joinListParts(options);
  }

  async start(): Promise<void> {
    this.parts.leases.start();
    await this.parts.readLoop.start();
  }

  /**
   * What waits goes back to its list at once. A handler that does not end in time keeps its element from
   * others until the lease is over.
   */
  async stop({ writeOff, deadline }: StopPhases): Promise<void> {
    const { readLoop, held, leases, postponedWorks, acknowledger, stopping, stopped } = this.parts;
    const { window } = readLoop;
    stopping.abort();
    leases.quiesce();
    const waiting = [...postponedWorks.close(), ...window.close()];
    await readLoop.stop(deadline);
    for (const element of [...waiting, ...window.close()].flat()) held.leaveToOthers(element);
    const returning = this.giveBack(writeOff);
    await window.whenIdle(writeOff);
    await Promise.race([Promise.all([acknowledger.whenFlushed(), returning]), whenAborted(writeOff)]);
    stopped.abort();
    await Promise.race([leases.stop().then(() => this.giveBack(deadline)), whenAborted(deadline)]);
  }

  private giveBack(signal: AbortSignal): Promise<void> {
    const { sources, held } = this.parts;
    return giveBackAll(sources, held, this.options.clock, signal);
  }

  caughtUp(signal: AbortSignal): Promise<void> {
    return this.parts.body.caughtUp(signal);
  }

  readSoon(): void {
    this.parts.readLoop.readSoon();
  }

  get inFlight(): number {
    return this.parts.body.inFlight;
  }

  get waiting(): number {
    return this.parts.body.waiting;
  }

  get owes(): boolean {
    const { body, sources, held } = this.parts;
    return body.owes || sources.some(({ consumer }) => consumer && mayHold(consumer, held));
  }

  get loops(): readonly LoopLiveness[] {
    return [...this.parts.body.loops, this.parts.leases.liveness];
  }

  get backoff(): ListenerBackoff | undefined {
    return this.parts.body.backoff;
  }
}
