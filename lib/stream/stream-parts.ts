import { randomUUID } from 'node:crypto';
import type { StreamFunction } from '../functions/function-descriptor.js';
import { Acknowledger } from '../listeners/acknowledger.js';
import { progressReportingClient } from '../listeners/liveness/progress-reporting-client.js';
import { makeReader } from '../listeners/reading/make-reader.js';
import type { MessageReader } from '../listeners/reading/message-reader.js';
import { PollingListenerBody } from '../listeners/polling-listener-body.js';
import { ReadLoop, type ReadLoopOptions } from '../listeners/reading/read-loop.js';
import type { StreamEntry } from '../messages/stream-entry.js';
import { LoopLiveness } from '../time/loop-liveness.js';
import { createSharedAbortController } from '../time/shared-abort-controller.js';
import { EntrySettlement } from './entry-settlement.js';
import { EntryRemoval } from './entries/entry-removal.js';
import { HeldEntries } from './entries/held-entries.js';
import { nameOf } from './entries/held-entry.js';
import { PendingCommands } from './entries/pending-commands.js';
import { FailedEntries } from './failed-entries.js';
import { GroupPositions } from './reading/group-positions.js';
import { KeyReaders } from './reading/key-readers.js';
import { StreamIntake } from './reading/stream-intake.js';
import { StreamReader } from './reading/stream-reader.js';
import type { SweepRequest } from './reading/take-over.js';
import { EntryRetries } from './redelivery/entry-retries.js';
import { LeaseGuard } from './redelivery/lease-guard.js';
import { Leases } from './redelivery/leases.js';
import { MissingEntries } from './redelivery/missing-entries.js';
import { RedeliverySchedule } from './redelivery/redelivery-schedule.js';
import { Redelivery } from './redelivery/redelivery.js';
import { SuspectTurns } from './redelivery/suspect-turns.js';

/** Joins what reads, executes, settles and redelivers the entries of one function. */
export function joinStreamParts(options: ReadLoopOptions<StreamFunction>): StreamParts {
  const { descriptor, blocking, command, clock, observer } = options;
  const { consumerGroup, claimIdleInMs, deleteAfterProcess } = descriptor;
  // A name of its own for each listener, so that no two processes share pending entries.
  const consumer = randomUUID();
  const stopped = createSharedAbortController();
  const quiescing = createSharedAbortController();
  const liveness = new LoopLiveness();
  const client = progressReportingClient(command, liveness);
  const common = { descriptor, consumer, clock, observer, claimIdleInMs, stopped: stopped.signal };

  const held = new HeldEntries();
  const pending = new PendingCommands(client, consumerGroup, consumer);
  const schedule = new RedeliverySchedule(common);
  const deletesHandled = deleteAfterProcess !== false;
  const missing = new MissingEntries({ ...common, held, pending, deletesHandled, place: descriptor.place });
  const leases = new Leases({ ...common, held, pending, missing });
  const entries = { ...common, held, pending, schedule, missing, leases };

  const removal = new EntryRemoval(descriptor);
  const failedEntries = new FailedEntries({ ...entries, removal, deadLetters: options.deadLetters });
  const retries = new EntryRetries({ ...entries, deadLetters: failedEntries, quiescing: quiescing.signal });
  const acknowledger: Acknowledger<string> = new Acknowledger({
    ...common,
    send: (key, ids) => readLoop.sendBest((sender) => removal.acknowledge(sender, key, ids), stopped.signal),
    onAcknowledged: (key, ids) => {
      for (const id of ids) held.release({ key, id });
    },
  });
  const settlement = new EntrySettlement({ held, acknowledger, retries, deadLetters: failedEntries });

  const readers = new KeyReaders();
  const positions = new GroupPositions();
  const reader = makeStreamReader(options, { ...entries, readers, positions, sweeps: schedule });
  const suspectTurns = new SuspectTurns();
  const keepsTurn = descriptor.concurrency === 1 || descriptor.orderBy !== undefined;
  const isolating = suspectTurns.isolate(options.executor, keepsTurn);
  const executor = new LeaseGuard({ ...entries, executor: isolating, stopping: stopped.signal });
  const readLoop: ReadLoop<StreamEntry> = new ReadLoop({ ...options, executor }, reader, settlement);
  const { window } = readLoop;
  if (descriptor.orderBy) held.onReleased((entry) => window.stopWaitingFor(nameOf(entry)));

  const redelivery = new Redelivery({
    ...entries,
    ...{ client, liveness, quiescing, window, suspectTurns, removal, positions, readers },
    rate: options.rate,
    deadLetters: failedEntries,
  });
  blocking.onReady(() => schedule.lookForLost());
  const body = new PollingListenerBody(readLoop, acknowledger);
  return { body, held, readers, readLoop, retries, failedEntries, schedule, redelivery, stopped };
}

/** What a stream listener has: it starts, watches and stops these. */
export interface StreamParts {
  readonly body: PollingListenerBody<StreamEntry>;
  readonly held: HeldEntries;
  readonly readers: KeyReaders;
  readonly readLoop: ReadLoop<StreamEntry>;
  readonly retries: EntryRetries;
  readonly failedEntries: FailedEntries;
  readonly schedule: RedeliverySchedule;
  readonly redelivery: Redelivery;
  /** Aborted when nothing is to be tried again. */
  readonly stopped: AbortController;
}

/** What all readers of one function share. */
interface SharedByReaders {
  readonly consumer: string;
  readonly held: HeldEntries;
  readonly sweeps: SweepRequest;
  readonly positions: GroupPositions;
  /** Where each reader is added. */
  readonly readers: KeyReaders;
}

function makeStreamReader(
  options: ReadLoopOptions<StreamFunction>,
  { consumer, held, sweeps, positions, readers }: SharedByReaders,
): MessageReader<StreamEntry> {
  const { clock } = options;
  return makeReader(options, (descriptor, { blocking: client, command }, isAlone) => {
    const { keys, claimIdleInMs } = descriptor;
    const intake = new StreamIntake({ keys, held, claimIdleInMs, sweeps });
    const own = { descriptor, client, command, isAlone, intake };
    const reader = new StreamReader({ ...own, consumer, positions, clock });
    readers.add(keys, { reader, intake });
    return reader;
  });
}
