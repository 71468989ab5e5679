import type { BlockingClient } from '../../redis/commands/clients.js';
import { endOfNextRound } from '../../time/event-loop.js';
import type { InvocationWindow } from '../window/invocation-window.js';
import { FirstHalf } from './first-half.js';
import type { ReadAhead } from './read-ahead.js';

export interface ReadStarterOptions {
  readonly reads: Pick<
    ReadAhead<unknown>,
    'size' | 'latest' | 'findsAll' | 'begin' | 'beginWhole' | 'beginMore' | 'wouldBeFew' | 'wouldBeSmall'
  >;
  /** What the reads are for: it says how much room there is. */
  readonly window: Pick<InvocationWindow<never>, 'room'>;
  readonly client: Pick<BlockingClient, 'writes' | 'unanswered' | 'writeNow'>;
  /** Whether reads may begin beside a turn of the loop. */
  readonly mayBegin: () => boolean;
}

/** Begins reads into the room that there is: whole ones at once, and small ones when the room no longer grows. */
export class ReadStarter {
  private readonly firstHalf: FirstHalf;
  private areSmallReadsDue = false;

  constructor(private readonly options: ReadStarterOptions) {
    this.firstHalf = new FirstHalf(options.reads, options.client);
  }

  /**
   * In each turn: one read at least is under way then, if there is any room. Replies that came together make room one after
   * the other, and each read would be a write of its own: so several begin together.
   */
  begin(): void {
    const { reads, window } = this.options;
    if (reads.wouldBeFew(window.room)) return;
    this.firstHalf.note();
    if (reads.size === 0) reads.begin(window.room);
    this.beginWhole();
    this.firstHalf.write();
  }

  /** Handlers have ended: Redis gets the next reads before the commands of those that start, and finds messages meanwhile. */
  beginBeforeStart(): void {
    if (this.mayBeginMore) {
      this.firstHalf.note();
      this.beginWhole();
    }
    this.options.client.writeNow();
  }

  /**
   * Where a read would be small, waits as long as each round of the event loop sees more handlers end: what comes together
   * ends together, and soon there may be room for a whole read. No longer, because no permit may stand empty.
   */
  async whileRoomGrows(): Promise<void> {
    const { reads, window } = this.options;
    for (let before = 0; window.room > before && reads.wouldBeSmall(window.room);) {
      before = window.room;
      await endOfNextRound();
    }
  }

  private beginWhole(): void {
    const { reads, window } = this.options;
    reads.beginWhole(window.room);
    if (!this.areSmallReadsDue && reads.wouldBeSmall(window.room)) void this.beginSmall();
  }

  private async beginSmall(): Promise<void> {
    this.areSmallReadsDue = true;
    await this.whileRoomGrows();
    this.areSmallReadsDue = false;
    if (!this.mayBeginMore) return;
    this.firstHalf.note();
    this.options.reads.beginMore(this.options.window.room);
  }

  /** As long as reads find all that they ask for. */
  private get mayBeginMore(): boolean {
    return this.options.reads.findsAll && this.options.mayBegin();
  }
}
