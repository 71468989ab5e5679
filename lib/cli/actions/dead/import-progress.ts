import type { Clock } from '../../../time/clock.js';
import { systemClock } from '../../../time/system-clock.js';
import type { ActionContext } from '../../program/action-context.js';

/** An import that is done sooner needs no progress. */
const firstAfterInMs = 1_000;

/** So often it is told then, in milliseconds. */
const tellEveryInMs = 100;

/** Tells how many lines of an import are done. */
export class ImportProgress {
  private tellsAt: number;
  private isShown = false;

  constructor(
    private readonly context: Pick<ActionContext, 'tell'>,
    /** How many lines there are; null where that is not known, as of standard input. */
    private readonly total: number | null,
    private readonly clock: Pick<Clock, 'now'> = systemClock,
  ) {
    this.tellsAt = clock.now() + firstAfterInMs;
  }

  async show(counts: ImportCounts): Promise<void> {
    const now = this.clock.now();
    if (now < this.tellsAt) return;
    this.tellsAt = now + tellEveryInMs;
    this.isShown = true;
    await this.tell(counts, false);
  }

  /** The last one, however it ended. */
  async end(counts: ImportCounts): Promise<void> {
    if (this.isShown) await this.tell(counts, true);
  }

  private async tell({ imported, refused }: ImportCounts, isOver: boolean): Promise<void> {
    const note = refused > 0 ? `${refused.toLocaleString('en-US')} refused` : '';
    const done = imported + refused;
    await this.context.tell({ kind: 'progress', done, total: this.total, note, isOver });
  }
}

interface ImportCounts {
  readonly imported: number;
  readonly refused: number;
}
