import type { Outcome } from '../messages/outcome.js';
import type { RawMessage } from '../messages/raw-message.js';

/** What a listener needs of whoever runs its function. */
export interface InvocationExecutor {
  /** Runs the function for these messages; resolves with an outcome for each, in their order. Never rejects. */
  execute(messages: readonly RawMessage[]): Promise<readonly Outcome[]>;
}
