import type { CommandSender } from '../../redis/commands/command-sender.js';
import type { StreamFunction } from '../../functions/function-descriptor.js';
import type { InvocationWindow } from '../../listeners/window/invocation-window.js';
import type { ListenerObserver } from '../../listeners/listener.js';
import type { RateLimit } from '../../listeners/rate/rate-limit.js';
import type { StreamEntry } from '../../messages/stream-entry.js';
import type { Clock } from '../../time/clock.js';
import type { LoopLiveness } from '../../time/loop-liveness.js';
import type { EntryRemoval } from '../entries/entry-removal.js';
import type { HeldEntries } from '../entries/held-entries.js';
import type { PendingCommands } from '../entries/pending-commands.js';
import type { GroupPositions } from '../reading/group-positions.js';
import type { KeyReaders } from '../reading/key-readers.js';
import type { DeadLetterSink } from './dead-letter-sink.js';
import type { Leases } from './leases.js';
import type { MissingEntries } from './missing-entries.js';
import type { RedeliverySchedule } from './redelivery-schedule.js';
import type { SuspectTurns } from './suspect-turns.js';

/** What redelivery and its steps need. */
export interface RedeliveryOptions {
  readonly descriptor: StreamFunction;
  readonly consumer: string;
  readonly client: CommandSender;
  readonly clock: Clock;
  readonly observer: ListenerObserver;
  readonly liveness: LoopLiveness;
  readonly schedule: RedeliverySchedule;
  /** Aborted when nothing more is delivered, or claimed. */
  readonly quiescing: AbortController;
  /** Where entries are executed. */
  readonly window: Pick<InvocationWindow<readonly StreamEntry[]>, 'add' | 'roomToStart' | 'whenRoomToStart'>;
  /** Undefined where the function may take as much as there is room for. */
  readonly rate?: Pick<RateLimit, 'reserve'> | undefined;
  /** The turns of those that run alone. */
  readonly suspectTurns: SuspectTurns;
  readonly held: HeldEntries;
  readonly pending: PendingCommands;
  readonly leases: Leases;
  readonly missing: MissingEntries;
  readonly removal: EntryRemoval;
  readonly positions: GroupPositions;
  readonly readers: Pick<KeyReaders, 'intakeOf' | 'hurry'>;
  readonly deadLetters: DeadLetterSink;
}
