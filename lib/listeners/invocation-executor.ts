import type { Outcome } from '../messages/outcome.js';
import type { Permit } from '../messages/permit.js';
import type { RawMessage } from '../messages/raw-message.js';

/** What a listener needs of whoever runs its function. */
export interface InvocationExecutor {
  /**
   * Runs the function for these messages; gives an outcome for each, in their order: at once where the handler
   * did not wait for anything. Never throws or rejects. A retry gives `place` back while it waits.
   */
  execute(messages: readonly RawMessage[], permit?: Permit): readonly Outcome[] | Promise<readonly Outcome[]>;
}
