import type { ChangeCounts } from '../../../dead-letter-tools/change-letters.js';
import type { FailedAgain } from '../../../dead-letter-tools/failed-again.js';
import { systemClock } from '../../../time/system-clock.js';
import type { ActionContext } from '../../program/action-context.js';

/** So often progress is told, in milliseconds: more often nobody could see. */
const tellEveryInMs = 100;

/** So often it is looked what failed again, which asks Redis. */
const lookEveryInMs = 1_000;

/** Tells how far a replay or a removal has come. */
export class ProgressReport {
  private toldAt = -Infinity;
  private lookedAt = systemClock.now();
  private failedAgain = 0;

  constructor(
    private readonly context: Pick<ActionContext, 'tell'>,
    private readonly total: number,
    /** Of a replay. */
    private readonly again: FailedAgain | undefined,
  ) {}

  async show(counts: Readonly<ChangeCounts>): Promise<void> {
    const now = systemClock.now();
    if (now - this.toldAt < tellEveryInMs) return;
    this.toldAt = now;
    if (this.again && now - this.lookedAt >= lookEveryInMs) {
      this.failedAgain = await this.again.count();
      this.lookedAt = now;
    }
    await this.tell(counts, false);
  }

  /** The last one, however it ended. Returns how many failed again; as far as it was known where Redis is gone. */
  async end(counts: Readonly<ChangeCounts>): Promise<number> {
    this.failedAgain = (await this.again?.count().catch(() => undefined)) ?? this.failedAgain;
    await this.tell(counts, true);
    return this.failedAgain;
  }

  private async tell({ changed, gone, refused }: Readonly<ChangeCounts>, isOver: boolean): Promise<void> {
    const notes = [
      ...(gone > 0 ? [`${gone.toLocaleString('en-US')} gone`] : []),
      ...(refused > 0 ? [`${refused.toLocaleString('en-US')} refused`] : []),
      ...(this.failedAgain > 0 ? [`${this.failedAgain.toLocaleString('en-US')} failed again`] : []),
    ];
    const done = changed + gone + refused;
    await this.context.tell({ kind: 'progress', done, total: this.total, note: notes.join(' · '), isOver });
  }
}
