import type { LoadOptions, Program } from './program.js';
import type { ActionEvent, ProgramSource } from './protocol.js';

/** What an action has of its surroundings. */
export interface ActionContext {
  /** The handlers, loaded and checked. Rejects with all their problems. To be called once. */
  readonly program: (options?: LoadOptions) => Promise<Program>;
  /** Where the handlers are. */
  readonly source: ProgramSource;
  /** Tells the command something, and resolves when it may go on: with false where somebody said no. */
  readonly tell: (event: ActionEvent) => Promise<boolean>;
  /** Resolves after so many milliseconds, or as soon as the signal is aborted. */
  readonly sleep: (inMs: number) => Promise<void>;
  /** Aborted by the first signal to end; a second one ends the process. Its reason is the signal's name. */
  readonly signal: AbortSignal;
}
