import type { StreamFunction } from '../functions/function-descriptor.js';
import type { Listener, ListenerBackoff, StopPhases } from '../listeners/listener.js';
import type { ReadLoopOptions } from '../listeners/reading/read-loop.js';
import type { LoopLiveness } from '../time/loop-liveness.js';
import { whenAborted } from '../time/when-aborted.js';
import { joinStreamParts, type StreamParts } from './stream-parts.js';

/** Reads entries while there is room for them, has each executed, and acknowledges those that succeeded. */
export class StreamListener implements Listener {
  private readonly parts: StreamParts;

  constructor(options: ReadLoopOptions<StreamFunction>) {
    this.parts = joinStreamParts(options);
  }

  async start(): Promise<void> {
    await this.parts.readLoop.start();
    this.parts.redelivery.start();
  }

  /** What was read and not started is run as well while there is time; what is left is left to others. */
  async stop({ giveUp, writeOff, deadline }: StopPhases): Promise<void> {
    const { body, readLoop, redelivery, stopped } = this.parts;
    const { window } = readLoop;
    writeOff.addEventListener('abort', () => stopped.abort(), { once: true });
    redelivery.quiesce();
    // While a last read is waited for, what runs may end: where there is no time, the next one must not begin.
    if (giveUp.aborted) this.cancelWaiting();
    await readLoop.stop(deadline);
    await window.whenIdle(giveUp);
    this.cancelWaiting();
    await window.whenIdle(writeOff);
    await body.whenFlushed(writeOff);
    stopped.abort();
    await Promise.race([this.leave(), whenAborted(deadline)]);
  }

  private cancelWaiting(): void {
    const { readLoop, retries } = this.parts;
    for (const entry of readLoop.window.close().flat()) retries.cancelled(entry);
  }

  /** Leaves to others what waits here, and then the group. */
  private async leave(): Promise<void> {
    const { failedEntries, redelivery, readers, stopped } = this.parts;
    await failedEntries.stop(stopped.signal);
    await redelivery.stop();
    await readers.leaveGroups();
  }

  async caughtUp(signal: AbortSignal): Promise<void> {
    await this.parts.redelivery.caughtUp(signal);
    await this.parts.body.caughtUp(signal);
  }

  readSoon(): void {
    this.parts.readLoop.readSoon();
  }

  claimSoon(): void {
    this.parts.schedule.sweepSoon();
  }

  get inFlight(): number {
    return this.parts.body.inFlight;
  }

  get waiting(): number {
    return this.parts.body.waiting;
  }

  get owes(): boolean {
    return this.parts.body.owes || this.parts.held.size > 0;
  }

  get loops(): readonly LoopLiveness[] {
    const { body, redelivery, failedEntries } = this.parts;
    return [...body.loops, redelivery.liveness, failedEntries.liveness];
  }

  get backoff(): ListenerBackoff | undefined {
    return this.parts.body.backoff;
  }
}
