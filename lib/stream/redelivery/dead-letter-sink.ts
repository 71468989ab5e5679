import type { Failed } from '../../messages/outcome.js';
import type { StreamEntry } from '../../messages/stream-entry.js';

/** Where entries go that are not delivered any more. */
export interface DeadLetterSink {
  /** Records a dead letter and acknowledges the entry, now or later, and lets go of it then; never rejects. */
  giveUp(entry: StreamEntry, failure: Failed): Promise<void>;
}
