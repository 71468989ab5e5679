import { randomUUID } from 'node:crypto';
import { isConnectionLost } from '../connection/error-kind.js';
import type { StreamFunction } from '../functions/function-descriptor.js';
import type { Listener, Rest, StopPhases } from '../listeners/listener.js';
import { Acknowledger } from '../listeners/acknowledger.js';
import { beatingClient } from '../listeners/beating-client.js';
import { makeReader } from '../listeners/make-reader.js';
import { Polling, type PollingParts } from '../listeners/polling.js';
import { Pulse } from '../time/pulse.js';
import {
  actOn,
  isFinal,
  isSucceeded,
  type Failed,
  type Outcome,
  type OutcomeActions,
} from '../messages/outcome.js';
import type { StreamEntry } from '../messages/stream-entry.js';
import { createSharedAbortController } from '../time/shared-abort-controller.js';
import { whenAborted } from '../time/when-aborted.js';
import { acknowledge, lookForPending } from './entry-commands.js';
import { EntryRemoval } from './entry-removal.js';
import { GroupPositions } from './group-positions.js';
import { HeldEntries } from './held-entries.js';
import { LeaseGuard } from './lease-guard.js';
import { Leases } from './leases.js';
import { LoneRuns } from './lone-runs.js';
import { MissingEntries } from './missing-entries.js';
import { PendingCommands } from './pending-commands.js';
import type { RedeliveryParts } from './redelivery-parts.js';
import { Redelivery } from './redelivery.js';
import { StreamIntake } from './stream-intake.js';
import { StreamReader } from './stream-reader.js';
import { UnrecordedEntries } from './unrecorded-entries.js';

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
  private readonly missing: MissingEntries;
  private readonly leases: Leases;
  private readonly polling: Polling<StreamEntry>;
  private readonly acknowledger: Acknowledger<string>;
  private readonly redelivery: Redelivery;
  private readonly removal: EntryRemoval;
  private readonly unrecorded: UnrecordedEntries;
  private readonly stopped = createSharedAbortController();
  private readonly actions: OutcomeActions<StreamEntry, unknown> = {
    succeeded: ({ key, id }) => this.acknowledger.add(key, id),
    dropped: ({ key, id }) => this.acknowledger.add(key, id),
    cancelled: (entry) => this.redelivery.cancelled(entry),
    postponed: (entry, { delayInMs }) => this.redelivery.postponed(entry, delayInMs),
    failed: (entry, failure) =>
      isFinal(failure) ? this.recordDeadLetter(entry, failure) : this.redelivery.failed(entry, failure),
  };

  constructor(private readonly parts: PollingParts<StreamFunction>) {
    const { descriptor, blocking, command, clock, observer } = parts;
    const { consumerGroup, claimIdleInMs, deleteAfterProcess } = descriptor;
    const deletesHandled = deleteAfterProcess !== false;
    const { consumer } = this;
    const pulse = new Pulse();
    const client = beatingClient(command, pulse);
    this.held = new HeldEntries((entry) => this.released(entry));
    const { held } = this;
    const pending = new PendingCommands(client, consumerGroup, consumer);
    const common = { held, pending, clock, claimIdleInMs };
    const missing = (this.missing = new MissingEntries({ ...common, observer, consumer, deletesHandled }));
    const leases = (this.leases = new Leases({ ...common, missing }));
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
    const loneRuns = new LoneRuns(parts.executor, descriptor.concurrency > 1 && !descriptor.orderBy);
    const stopping = this.stopped.signal;
    const executor = new LeaseGuard({ executor: loneRuns, held, leases, clock, observer, stopping });
    this.polling = new Polling<StreamEntry>({ ...parts, executor }, reader, {
      settle: (work, outcomes) => this.settleAll(work, outcomes),
      idOf: nameOf,
      comesAgain: (entry) => this.redelivery.isWaiting(entry),
    });
    const redeliveryParts: RedeliveryParts = {
      ...parts,
      consumer,
      client,
      window: this.polling.window,
      loneRuns,
      held,
      pending,
      leases,
      missing,
      removal: this.removal,
      positions,
      intakeOf: (key) => this.readerOf(key).intake,
      hurryReader: (key) => this.readerOf(key).reader.hurry(),
      giveUp: (entry, failure) => this.recordDeadLetter(entry, failure),
    };
    this.redelivery = new Redelivery(redeliveryParts, pulse);
    this.unrecorded = new UnrecordedEntries({
      observer,
      clock,
      stopped: this.stopped.signal,
    });
    blocking.onReady(() => this.redelivery.lookForLost());
  }

  get inFlight(): number {
    return this.polling.window.inFlight;
  }

  get waiting(): number {
    return this.polling.window.waits;
  }

  get pulses(): readonly Pulse[] {
    const { loop, window } = this.polling;
    return [loop.pulse, window.pulse, this.redelivery.pulse, this.acknowledger.pulse];
  }

  get backoff(): Rest | undefined {
    return this.polling.loop.backoff;
  }

  async start(): Promise<void> {
    await this.polling.start();
    this.redelivery.start();
  }

  async caughtUp(signal: AbortSignal): Promise<void> {
    await this.redelivery.caughtUp(signal);
    await this.polling.caughtUp(signal);
    await Promise.race([this.acknowledger.whenFlushed(), whenAborted(signal)]);
  }

  readSoon(): void {
    this.polling.readSoon();
  }

  claimSoon(): void {
    this.redelivery.claimSoon();
  }

  /** What was read and not started is run as well while there is time; what is left is left to others. */
  async stop({ giveUp, abandon, deadline }: StopPhases): Promise<void> {
    const { window } = this.polling;
    abandon.addEventListener('abort', () => this.stopped.abort(), { once: true });
    this.redelivery.quiesce();
    await this.polling.stop(deadline);
    await window.whenIdle(giveUp);
    for (const entry of window.close().flat()) this.redelivery.cancelled(entry);
    await window.whenIdle(abandon);
    await Promise.race([this.acknowledger.whenFlushed(), whenAborted(abandon)]);
    this.stopped.abort();
    const left = this.unrecorded.whenEnded().then(() => this.redelivery.stop());
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
    if (this.parts.descriptor.orderBy) this.polling.window.letPass(nameOf(entry));
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
    await this.removal.acknowledge(await this.polling.readySender(this.stopped.signal), key, ids);
  }

  /** Recorded and acknowledged in one step; until that succeeds the entry stays pending, and is not lost. */
  private async recordDeadLetter(entry: StreamEntry, failure: Failed): Promise<void> {
    const { deadLetters, descriptor } = this.parts;
    const acknowledgement = {
      look: lookForPending(descriptor, this.consumer, entry),
      commands: acknowledge(descriptor, entry.key, [entry.id]),
    };
    let mayBeWritten = false;
    const write = (): Promise<boolean> =>
      deadLetters.record(entry, failure, acknowledgement).catch((error: unknown) => {
        mayBeWritten ||= isConnectionLost(error);
        throw error;
      });
    const record = async (): Promise<void> => {
      const mayBeOthers = this.leases.isInDoubt(entry);
      if ((await write()) || mayBeWritten) return;
      if (await this.missing.restoreEnded(entry, mayBeOthers)) await write();
    };
    try {
      await record();
      this.recorded(entry);
    } catch (error) {
      this.tryLater(entry, error, record);
    }
  }

  private recorded(entry: StreamEntry): void {
    this.redelivery.settled(entry);
    if (this.parts.descriptor.deleteAfterProcess !== true) return;
    this.removal.acknowledged(entry.key, entry.id);
    this.redelivery.removeSoon();
  }

  /** Beside the invocations: what cannot be recorded takes no place from what can be handled. */
  private tryLater(entry: StreamEntry, error: unknown, record: () => Promise<void>): void {
    if (this.unrecorded.isFull || this.stopped.signal.aborted) {
      this.parts.observer.troubled(error);
      // Still pending, and nobody holds it any more: a sweep finds it.
      this.redelivery.settled(entry);
      return;
    }
    this.redelivery.kept(entry);
    this.unrecorded.add(entry, error, record, () => this.recorded(entry));
  }
}

/** An id is unique in one stream only. */
function nameOf({ key, id }: Pick<StreamEntry, 'key' | 'id'>): string {
  return `${id} ${key}`;
}
