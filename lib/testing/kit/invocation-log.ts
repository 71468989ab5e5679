import { describeRecord, type InvocationRecord } from './invocation-record.js';

/** How many records a failure message shows. */
const shownAtMost = 20;

/** What happened so far in a test runtime, in the order in which attempts ended. */
export class InvocationLog {
  private readonly all: InvocationRecord[] = [];
  private readonly onRecord = new Set<() => void>();

  add(record: InvocationRecord): void {
    this.all.push(record);
    for (const look of this.onRecord) look();
  }

  /** The records of one function, or of all. */
  of(functionId?: string): readonly InvocationRecord[] {
    return this.all.filter((record) => functionId === undefined || record.functionId === functionId);
  }

  /** Resolves with true when a function has this many records; with false when `signal` is aborted first. */
  whenThereAre(count: number, functionId: string, signal: AbortSignal): Promise<boolean> {
    return new Promise((resolve) => {
      const end = (isReached: boolean): void => {
        this.onRecord.delete(look);
        resolve(isReached);
      };
      const look = (): void => {
        if (this.of(functionId).length >= count) end(true);
      };
      this.onRecord.add(look);
      signal.addEventListener('abort', () => end(false), { once: true });
      look();
    });
  }

  /** The last of them, as text for a failure message. */
  describe(): string {
    if (this.all.length === 0) return 'Nothing arrived at any function.';
    const shown = this.all.slice(-shownAtMost).map((record) => `\n  ${describeRecord(record)}`);
    const hidden = this.all.length - shown.length;
    return `Arrived:${shown.join('')}${hidden > 0 ? `\n  (and ${hidden} before)` : ''}`;
  }
}
