import { randomUUID } from 'node:crypto';
import type { StreamFunction } from '../functions/function-descriptor.js';
import type { Listener, ListenerBackoff, StopPhases } from '../listeners/listener.js';
import { Acknowledger } from '../listeners/acknowledger.js';
import { progressReportingClient } from '../listeners/liveness/progress-reporting-client.js';
import { makeReader } from '../listeners/reading/make-reader.js';
import { ReadLoop, type ReadLoopOptions } from '../listeners/reading/read-loop.js';
import { LoopLiveness } from '../time/loop-liveness.js';
import { actOn, isFinal, isSucceeded, type Outcome, type OutcomeActions } from '../messages/outcome.js';
import type { StreamEntry } from '../messages/stream-entry.js';
import { createSharedAbortController } from '../time/shared-abort-controller.js';
import { whenAborted } from '../time/when-aborted.js';
import { EntryRemoval } from './entries/entry-removal.js';
import { FailedEntries } from './failed-entries.js';
import { GroupPositions } from './reading/group-positions.js';
import { HeldEntries } from './entries/held-entries.js';
import { LeaseGuard } from './redelivery/lease-guard.js';
import { Leases } from './redelivery/leases.js';
import { MissingEntries } from './redelivery/missing-entries.js';
import { PendingCommands } from './entries/pending-commands.js';
import type { RedeliveryOptions } from './redelivery/redelivery-options.js';
import { Redelivery } from './redelivery/redelivery.js';
import { SuspectTurns } from './redelivery/suspect-turns.js';
import { StreamIntake } from './reading/stream-intake.js';
import { StreamReader } from './reading/stream-reader.js';

/** Who reads a key, and where its entries come in. */
interface KeyReader {
  readonly reader: StreamReader;
  readonly intake: StreamIntake;
}

/** Reads entries while there is room for them, has each executed, and acknowledges those that succeeded. */
export class StreamListener implements Listener {
  /** A name of its own for each listener, so that no two processes share pending entries. */
  private readonly consumer = randomUUID();
  private readonly readers: StreamReader[] = [];
  private readonly readersOf = new Map<string, KeyReader>();
  private readonly held: HeldEntries;
  private readonly readLoop: ReadLoop<StreamEntry>;
  private readonly acknowledger: Acknowledger<string>;
  private readonly redelivery: Redelivery;
  private readonly removal: EntryRemoval;
  private readonly failedEntries: FailedEntries;
  private readonly stopped = createSharedAbortController();
  private readonly actions: OutcomeActions<StreamEntry, unknown> = {
    succeeded: ({ key, id }) => this.acknowledger.add(key, id),
    dropped: ({ key, id }) => this.acknowledger.add(key, id),
    cancelled: (entry) => this.redelivery.cancelled(entry),
    postponed: (entry, { delayInMs }) => this.redelivery.postponed(entry, delayInMs),
    failed: (entry, failure) =>
      isFinal(failure) ? this.failedEntries.giveUp(entry, failure) : this.redelivery.failed(entry, failure),
  };

  constructor(private readonly parts: ReadLoopOptions<StreamFunction>) {
    const { descriptor, blocking, command, clock, observer } = parts;
    const { consumerGroup, claimIdleInMs, deleteAfterProcess } = descriptor;
    const deletesHandled = deleteAfterProcess !== false;
    const { consumer } = this;
    const liveness = new LoopLiveness();
    const client = progressReportingClient(command, liveness);
    this.held = new HeldEntries((entry) => this.released(entry));
    const { held } = this;
    const pending = new PendingCommands(client, consumerGroup, consumer);
    const common = { held, pending, clock, claimIdleInMs };
    const missing = new MissingEntries({ ...common, observer, consumer, deletesHandled });
    const leases = new Leases({ ...common, missing });
    const positions = new GroupPositions();
    const reader = makeReader(parts, (part, own, isAlone) => {
      const intake = new StreamIntake(held, claimIdleInMs, () => this.redelivery.claimSoon());
      const made = new StreamReader(
        part,
        own.blocking,
        own.command,
        consumer,
        isAlone,
        intake,
        positions,
        clock,
      );
      this.readers.push(made);
      for (const key of part.keys) this.readersOf.set(key, { reader: made, intake });
      return made;
    });
    this.removal = new EntryRemoval(descriptor);
    this.acknowledger = new Acknowledger({
      send: (key, ids) => this.acknowledge(key, ids),
      onAcknowledged: (key, ids) => {
        for (const id of ids) this.redelivery.settled({ key, id });
      },
      observer,
      clock,
      stopped: this.stopped.signal,
    });
    const suspectTurns = new SuspectTurns();
    const keepsTurn = descriptor.concurrency === 1 || descriptor.orderBy !== undefined;
    const isolating = suspectTurns.isolate(parts.executor, keepsTurn);
    const stopping = this.stopped.signal;
    const executor = new LeaseGuard({ executor: isolating, held, leases, clock, observer, stopping });
    this.readLoop = new ReadLoop<StreamEntry>({ ...parts, executor }, reader, {
      settle: (work, outcomes) => this.settleAll(work, outcomes),
      idOf: nameOf,
      comesAgain: (entry) => this.redelivery.isWaiting(entry),
    });
    const redeliveryParts: RedeliveryOptions = {
      ...parts,
      consumer,
      client,
      window: this.readLoop.window,
      suspectTurns,
      held,
      pending,
      leases,
      missing,
      removal: this.removal,
      positions,
      intakeOf: (key) => this.readerOf(key).intake,
      hurryReader: (key) => this.readerOf(key).reader.hurry(),
      giveUp: (entry, failure) => this.failedEntries.giveUp(entry, failure),
    };
    this.redelivery = new Redelivery(redeliveryParts, liveness);
    this.failedEntries = new FailedEntries({
      ...parts,
      consumer,
      held,
      leases,
      missing,
      removal: this.removal,
      removeSoon: () => this.redelivery.removeSoon(),
    });
    blocking.onReady(() => this.redelivery.lookForLost());
  }

  get inFlight(): number {
    return this.readLoop.window.inFlight;
  }

  get waiting(): number {
    return this.readLoop.window.waits;
  }

  get owes(): boolean {
    const { inFlight, waits } = this.readLoop.window;
    return inFlight > 0 || waits > 0 || this.held.size > 0 || this.acknowledger.isFlushing;
  }

  get loops(): readonly LoopLiveness[] {
    const { loop, window } = this.readLoop;
    const { redelivery, acknowledger, failedEntries } = this;
    const parts = [loop, window, redelivery, acknowledger, failedEntries];
    return parts.map(({ liveness }) => liveness);
  }

  get backoff(): ListenerBackoff | undefined {
    return this.readLoop.loop.backoff;
  }

  async start(): Promise<void> {
    await this.readLoop.start();
    this.redelivery.start();
  }

  async caughtUp(signal: AbortSignal): Promise<void> {
    await this.redelivery.caughtUp(signal);
    await this.readLoop.caughtUp(signal);
    await Promise.race([this.acknowledger.whenFlushed(), whenAborted(signal)]);
  }

  readSoon(): void {
    this.readLoop.readSoon();
  }

  claimSoon(): void {
    this.redelivery.claimSoon();
  }

  /** What was read and not started is run as well while there is time; what is left is left to others. */
  async stop({ giveUp, abandon, deadline }: StopPhases): Promise<void> {
    const { window } = this.readLoop;
    abandon.addEventListener('abort', () => this.stopped.abort(), { once: true });
    this.redelivery.quiesce();
    await this.readLoop.stop(deadline);
    await window.whenIdle(giveUp);
    for (const entry of window.close().flat()) this.redelivery.cancelled(entry);
    await window.whenIdle(abandon);
    await Promise.race([this.acknowledger.whenFlushed(), whenAborted(abandon)]);
    this.stopped.abort();
    const left = this.failedEntries.stop(this.stopped.signal).then(() => this.redelivery.stop());
    await Promise.race([left.then(() => this.leave()), whenAborted(deadline)]);
  }

  private readerOf(key: string): KeyReader {
    const found = this.readersOf.get(key);
    if (!found) throw new Error(`no reader reads ${key}`);
    return found;
  }

  /** An entry is not this consumer's any more. */
  private released(entry: Pick<StreamEntry, 'key' | 'id'>): void {
    this.readerOf(entry.key).intake.released(entry);
    if (this.parts.descriptor.orderBy) this.readLoop.window.letPass(nameOf(entry));
  }

  private async leave(): Promise<void> {
    await Promise.all(this.readers.map((reader) => reader.leave()));
  }

  private settleAll(work: readonly StreamEntry[], outcomes: readonly Outcome[]): Promise<void> | undefined {
    if (!outcomes.every(isSucceeded)) return this.settleEach(work, outcomes);
    for (const { key, id } of work) this.acknowledger.add(key, id);
    // Keeps its place meanwhile: else a function that may not acknowledge would read the whole stream.
    return this.acknowledger.isBehind ? this.acknowledger.whenFlushed() : undefined;
  }

  private async settleEach(work: readonly StreamEntry[], outcomes: readonly Outcome[]): Promise<void> {
    await Promise.all(work.map((entry, index) => this.settle(entry, outcomes[index])));
    // Of a batch some may have succeeded. One entry that failed owes nothing, and may be due again any moment.
    if (work.length > 1 && this.acknowledger.isBehind) await this.acknowledger.whenFlushed();
  }

  private async settle(entry: StreamEntry, outcome: Outcome | undefined): Promise<void> {
    if (outcome) await actOn(this.actions, entry, outcome);
  }

  private async acknowledge(key: string, ids: readonly string[]): Promise<void> {
    await this.removal.acknowledge(await this.readLoop.readySender(this.stopped.signal), key, ids);
  }
}

/** An id is unique in one stream only. */
function nameOf({ key, id }: Pick<StreamEntry, 'key' | 'id'>): string {
  return `${id} ${key}`;
}
