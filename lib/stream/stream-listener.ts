import type { RedisClient } from '../connection/redis-client.js';
import type { StreamFunction } from '../functions/function-descriptor.js';
import { InvocationWindow } from '../listeners/invocation-window.js';
import type { Listener, ListenerParts, StopPhases } from '../listeners/listener.js';
import { PollLoop } from '../listeners/poll-loop.js';
import { windowLimits } from '../listeners/window-limits.js';
import type { Failed, Outcome } from '../messages/outcome.js';
import type { StreamEntry } from '../messages/stream-entry.js';
import { whenAborted } from '../time/when-aborted.js';
import { Acknowledger } from './acknowledger.js';
import { acknowledge } from './entry-commands.js';
import { StreamReader } from './stream-reader.js';

/** What a stream listener is made of. */
export interface StreamListenerParts extends ListenerParts {
  readonly descriptor: StreamFunction;
  /** A connection of its own, for the waiting reads. */
  readonly blocking: RedisClient;
  /** The shared connection, for everything else. */
  readonly command: RedisClient;
}

/** Reads entries while there is room for them, has each executed, and acknowledges those that succeeded. */
export class StreamListener implements Listener {
  private readonly reader: StreamReader;
  private readonly loop: PollLoop;
  private readonly window: InvocationWindow<readonly StreamEntry[]>;
  private readonly acknowledger: Acknowledger;
  private readonly stopped = new AbortController();

  constructor(private readonly parts: StreamListenerParts) {
    const { descriptor, blocking, command, clock, observer } = parts;
    const onFailure = (error: unknown): void => observer.troubled(error);
    this.reader = new StreamReader(descriptor, blocking, command, clock);
    this.acknowledger = new Acknowledger(descriptor, command, clock, onFailure, this.stopped.signal);
    this.window = new InvocationWindow(windowLimits(descriptor), (work) => this.handle(work));
    this.loop = new PollLoop({ turn: (signal) => this.turn(signal), observer, clock });
  }

  get inFlight(): number {
    return this.window.inFlight;
  }

  start(): Promise<void> {
    this.loop.start();
    return this.loop.started;
  }

  /** What was read and not started is run as well while there is time; what is not finished stays pending. */
  async stop({ giveUp, abandon, deadline }: StopPhases): Promise<void> {
    abandon.addEventListener('abort', () => this.stopped.abort(), { once: true });
    await Promise.race([Promise.all([this.loop.stop(), this.reader.wake(deadline)]), whenAborted(deadline)]);
    await this.window.whenIdle(giveUp);
    this.window.close();
    await this.window.whenIdle(abandon);
    await Promise.race([this.acknowledger.whenFlushed(), whenAborted(abandon)]);
    this.stopped.abort();
    await Promise.race([this.reader.leave(), whenAborted(deadline)]);
  }

  private async turn(signal: AbortSignal): Promise<unknown> {
    const { descriptor, blocking, command, clock } = this.parts;
    await this.window.whenRoom(signal);
    await Promise.all([blocking.whenReady(signal), command.whenReady(signal)]);
    if (signal.aborted) return undefined;
    const { batch, count } = descriptor;
    const entries = await this.reader.read(batch ? count : Math.min(count, this.window.room));
    this.window.add(batch && entries.length > 0 ? [entries] : entries.map((entry) => [entry]));
    if (entries.length === 0 && !descriptor.blocking)
      await clock.sleep(descriptor.pollingIntervalInMs, signal);
    return this.reader.keyError;
  }

  private async handle(work: readonly StreamEntry[]): Promise<void> {
    const outcomes = await this.parts.executor.execute(work);
    await Promise.all(work.map((entry, index) => this.settle(entry, outcomes[index])));
  }

  private async settle(entry: StreamEntry, outcome: Outcome | undefined): Promise<void> {
    if (outcome?.status === 'succeeded') this.acknowledger.add(entry);
    // A failed handler may succeed at another delivery: its entry stays pending. A bad payload never will.
    if (outcome?.status === 'failed' && outcome.reason === 'payload-invalid') {
      await this.recordDeadLetter(entry, outcome);
    }
  }

  /** Recorded and acknowledged in one step; where that fails the entry stays pending, and is not lost. */
  private async recordDeadLetter(entry: StreamEntry, failure: Failed): Promise<void> {
    const { deadLetters, descriptor, observer } = this.parts;
    try {
      await deadLetters.record(entry, failure, acknowledge(descriptor, entry.key, [entry.id]));
    } catch (error) {
      observer.troubled(error);
    }
  }
}
