import type { LoadOptions, Program } from './program.js';
import type { ActionEvent } from './protocol.js';

/** What an action has of its surroundings. */
export interface ActionContext {
  /** The handlers, loaded and checked. Rejects with all their problems. To be called once. */
  readonly program: (options?: LoadOptions) => Promise<Program>;
  /** Tells the command something, and resolves when it may go on: with false where somebody said no. */
  readonly tell: (event: ActionEvent) => Promise<boolean>;
  /** Aborted by the first signal to end; a second one ends the process. */
  readonly signal: AbortSignal;
}
