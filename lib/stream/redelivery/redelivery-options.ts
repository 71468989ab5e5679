import type { CommandSender } from '../../redis/commands/command-sender.js';
import type { StreamFunction } from '../../functions/function-descriptor.js';
import type { InvocationWindow } from '../../listeners/window/invocation-window.js';
import type { ListenerObserver } from '../../listeners/listener.js';
import type { Failed } from '../../messages/outcome.js';
import type { StreamEntry } from '../../messages/stream-entry.js';
import type { Clock } from '../../time/clock.js';
import type { EntryRemoval } from '../entries/entry-removal.js';
import type { GroupPositions } from '../reading/group-positions.js';
import type { HeldEntries } from '../entries/held-entries.js';
import type { Leases } from './leases.js';
import type { MissingEntries } from './missing-entries.js';
import type { PendingCommands } from '../entries/pending-commands.js';
import type { StreamIntake } from '../reading/stream-intake.js';
import type { SuspectTurns } from './suspect-turns.js';

export interface RedeliveryOptions {
  readonly descriptor: StreamFunction;
  readonly consumer: string;
  readonly client: CommandSender;
  readonly clock: Clock;
  readonly observer: ListenerObserver;
  /** Where entries are executed. */
  readonly window: Pick<InvocationWindow<readonly StreamEntry[]>, 'add' | 'roomToStart' | 'whenRoomToStart'>;
  /** The turns of those that run alone. */
  readonly suspectTurns: SuspectTurns;
  readonly held: HeldEntries;
  readonly pending: PendingCommands;
  readonly leases: Leases;
  readonly missing: MissingEntries;
  readonly removal: EntryRemoval;
  readonly positions: GroupPositions;
  /** Where the entries of a key come in. */
  readonly intakeOf: (key: string) => StreamIntake;
  /** Ends the wait of the reader of a key, where it waits for new entries. */
  readonly hurryReader: (key: string) => void;
  /** Records a dead letter and acknowledges it, then or later, and lets go of the entry then; never rejects. */
  readonly giveUp: (entry: StreamEntry, failure: Failed) => Promise<void>;
}
