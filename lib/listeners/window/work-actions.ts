import type { Outcome } from '../../messages/outcome.js';
import type { Permit } from '../../messages/permit.js';

/** Does the works of a window. Neither may throw or reject. */
export interface WorkActions<Work> {
  /** Has a work executed: its outcomes, at once where nothing had to be waited for. */
  execute(work: Work, permit: Permit): readonly Outcome[] | Promise<readonly Outcome[]>;
  /** Settles it as its outcomes ask. Undefined: it is done. */
  settle(work: Work, outcomes: readonly Outcome[]): Promise<void> | undefined;
  /** Sends what should be under way while the works run that start now because others have ended. */
  beforeStart?(): void;
}
