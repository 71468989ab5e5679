import type { Logger } from '../../logging/logger.js';
import type { PageChange } from '../page-options.js';
import type { ShownActivity } from '../shapes.js';

const mostKept = 200;

/** What was changed with the page, and by whom: in the log, for who asked to hear of it, and in memory to be shown. */
export class Activity {
  private kept: readonly ShownActivity[] = [];

  constructor(
    private readonly now: () => Date,
    private readonly logger: Logger | undefined,
    private readonly onChange: ((change: PageChange) => void) | undefined,
  ) {}

  note(change: Omit<PageChange, 'at'>): void {
    const at = this.now();
    this.kept = [{ ...change, at: at.getTime() }, ...this.kept].slice(0, mostKept);
    const { action, functionId, what, who, outcome } = change;
    const fields = { functionId, action, outcome, ...(who !== undefined && { who }) };
    if (outcome === 'done') this.logger?.info(fields, `page: ${what}`);
    else this.logger?.warn(fields, `page: ${outcome}: ${what}`);
    try {
      this.onChange?.({ at, ...change });
    } catch (error) {
      this.logger?.error({ error }, 'the option "onChange" of the page failed');
    }
  }

  list(): readonly ShownActivity[] {
    return this.kept;
  }
}
