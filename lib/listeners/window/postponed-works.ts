import type { Clock } from '../../time/clock.js';
import { sizeOf, type RawMessage } from '../../messages/raw-message.js';
import { createSharedAbortController } from '../../time/shared-abort-controller.js';
import { mostBytesWaiting } from './read-budget.js';

/** More than this do not wait beside the window: they keep their permits, so that less is read. */
const mostWaiting = 1_000;

/** How many bytes may wait beside the window. */
export interface RoomInBytes<Work> {
  readonly sizeOf: (work: Work) => number;
  readonly mostBytes: number;
}

/** The room for postponed works of a list. */
export const roomForElements: RoomInBytes<readonly RawMessage[]> = {
  sizeOf: (work) => work.reduce((sum, element) => sum + sizeOf(element), 0),
  mostBytes: mostBytesWaiting,
};

/** The works of a listener that wait in this process, and nowhere else, to be executed again. */
export class PostponedWorks<Work> {
  private readonly waiting = new Set<Work>();
  private bytes = 0;
  private readonly ending = createSharedAbortController();

  constructor(
    private readonly clock: Clock,
    /** Has a work executed again: its time has come. */
    private readonly deliver: (work: Work) => void,
    /** Unless given, works are counted and not weighed. */
    private readonly room?: RoomInBytes<Work>,
  ) {}

  /**
   * Keeps a work until `delayInMs` have passed. Resolves at once, so that its place is free for others; where
   * too many wait already, only when its waiting is over.
   */
  async add(work: Work, delayInMs: number): Promise<void> {
    const isOneTooMany = this.waiting.size >= mostWaiting || this.bytes >= (this.room?.mostBytes ?? Infinity);
    this.waiting.add(work);
    this.bytes += this.sizeOf(work);
    const waited = this.wait(work, delayInMs);
    if (isOneTooMany) await waited;
  }

  /** Ends all waiting, and hands back what waited, in the order in which it came. */
  close(): Work[] {
    const works = [...this.waiting];
    this.waiting.clear();
    this.ending.abort();
    return works;
  }

  private async wait(work: Work, delayInMs: number): Promise<void> {
    await this.clock.sleep(delayInMs, this.ending.signal);
    if (!this.waiting.delete(work)) return;
    this.bytes -= this.sizeOf(work);
    this.deliver(work);
  }

  private sizeOf(work: Work): number {
    return this.room?.sizeOf(work) ?? 0;
  }
}
