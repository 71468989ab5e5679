import type { CommandSender } from '../connection/command-sender.js';
import type { StreamFunction } from '../functions/function-descriptor.js';
import type { InvocationWindow } from '../listeners/invocation-window.js';
import type { ListenerObserver } from '../listeners/listener.js';
import type { Failed } from '../messages/outcome.js';
import type { StreamEntry } from '../messages/stream-entry.js';
import type { Clock } from '../time/clock.js';
import type { LoneRuns } from './lone-runs.js';

/** What redelivery is made of. */
export interface RedeliveryParts {
  readonly descriptor: StreamFunction;
  readonly consumer: string;
  readonly client: CommandSender;
  readonly clock: Clock;
  readonly observer: ListenerObserver;
  /** Where entries are executed. */
  readonly window: Pick<InvocationWindow<readonly StreamEntry[]>, 'add' | 'roomToStart' | 'whenRoomToStart'>;
  /** Where those are executed that run alone. */
  readonly loneRuns: LoneRuns;
  /** Hears of each entry that is not this consumer's any more; undefined where nobody asks. */
  readonly onReleased: ((entry: Pick<StreamEntry, 'key' | 'id'>) => void) | undefined;
  /** Records a dead letter and acknowledges it, then or later, and lets go of the entry then; never rejects. */
  readonly giveUp: (entry: StreamEntry, failure: Failed) => Promise<void>;
}
