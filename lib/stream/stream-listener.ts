import type { StreamFunction } from '../functions/function-descriptor.js';
import type { Listener, StopPhases } from '../listeners/listener.js';
import { Polling, type PollingParts } from '../listeners/polling.js';
import type { Failed, Outcome } from '../messages/outcome.js';
import type { StreamEntry } from '../messages/stream-entry.js';
import { whenAborted } from '../time/when-aborted.js';
import { Acknowledger } from './acknowledger.js';
import { acknowledge } from './entry-commands.js';
import { StreamReader } from './stream-reader.js';

/** Reads entries while there is room for them, has each executed, and acknowledges those that succeeded. */
export class StreamListener implements Listener {
  private readonly reader: StreamReader;
  private readonly polling: Polling<StreamEntry>;
  private readonly acknowledger: Acknowledger;
  private readonly stopped = new AbortController();

  constructor(private readonly parts: PollingParts<StreamFunction>) {
    const { descriptor, blocking, command, clock, observer } = parts;
    this.reader = new StreamReader(descriptor, blocking, command, clock);
    this.acknowledger = new Acknowledger(descriptor, command, clock, observer, this.stopped.signal);
    this.polling = new Polling(parts, this.reader, (work, outcomes) => this.settleAll(work, outcomes));
  }

  get inFlight(): number {
    return this.polling.window.inFlight;
  }

  start(): Promise<void> {
    return this.polling.start();
  }

  async caughtUp(signal: AbortSignal): Promise<void> {
    await this.polling.caughtUp(signal);
    await Promise.race([this.acknowledger.whenFlushed(), whenAborted(signal)]);
  }

  /** What was read and not started is run as well while there is time; what is not finished stays pending. */
  async stop({ giveUp, abandon, deadline }: StopPhases): Promise<void> {
    const { window } = this.polling;
    abandon.addEventListener('abort', () => this.stopped.abort(), { once: true });
    await this.polling.stop(deadline);
    await window.whenIdle(giveUp);
    window.close();
    await window.whenIdle(abandon);
    await Promise.race([this.acknowledger.whenFlushed(), whenAborted(abandon)]);
    this.stopped.abort();
    await Promise.race([this.reader.leave(), whenAborted(deadline)]);
  }

  private async settleAll(work: readonly StreamEntry[], outcomes: readonly Outcome[]): Promise<void> {
    await Promise.all(work.map((entry, index) => this.settle(entry, outcomes[index])));
    // Keeps its place meanwhile: else a function that may not acknowledge would read the whole stream.
    if (this.acknowledger.isBehind) await this.acknowledger.whenFlushed();
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
