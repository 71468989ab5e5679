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
  async stop({ giveUp, abandon, deadline }: StopPhases): Promise<void> {
    const { readLoop, redelivery, retries, acknowledger, stopped } = this.parts;
    const { window } = readLoop;
    abandon.addEventListener('abort', () => stopped.abort(), { once: true });
    redelivery.quiesce();
    await readLoop.stop(deadline);
    await window.whenIdle(giveUp);
    for (const entry of window.close().flat()) retries.cancelled(entry);
    await window.whenIdle(abandon);
    await Promise.race([acknowledger.whenFlushed(), whenAborted(abandon)]);
    stopped.abort();
    await Promise.race([this.leave(), whenAborted(deadline)]);
  }

  /** Leaves to others what waits here, and then the group. */
  private async leave(): Promise<void> {
    const { failedEntries, redelivery, readers, stopped } = this.parts;
    await failedEntries.stop(stopped.signal);
    await redelivery.stop();
    await readers.leaveGroups();
  }

  async caughtUp(signal: AbortSignal): Promise<void> {
    const { redelivery, readLoop, acknowledger } = this.parts;
    await redelivery.caughtUp(signal);
    await readLoop.caughtUp(signal);
    await Promise.race([acknowledger.whenFlushed(), whenAborted(signal)]);
  }

  readSoon(): void {
    this.parts.readLoop.readSoon();
  }

  claimSoon(): void {
    this.parts.schedule.sweepSoon();
  }

  get inFlight(): number {
    return this.parts.readLoop.window.inFlight;
  }

  get waiting(): number {
    return this.parts.readLoop.window.waits;
  }

  get owes(): boolean {
    const { held, acknowledger } = this.parts;
    return this.inFlight > 0 || this.waiting > 0 || held.size > 0 || acknowledger.isFlushing;
  }

  get loops(): readonly LoopLiveness[] {
    const { readLoop, redelivery, acknowledger, failedEntries } = this.parts;
    const { loop, window } = readLoop;
    return [loop, window, redelivery, acknowledger, failedEntries].map(({ liveness }) => liveness);
  }

  get backoff(): ListenerBackoff | undefined {
    return this.parts.readLoop.loop.backoff;
  }
}
