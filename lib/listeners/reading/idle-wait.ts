import type { BlockedRead } from './blocked-read.js';
import type { KeyQuarantine } from './key-quarantine.js';

/** After so many reads that found nothing, reads wait longer. */
const idleAfter = 3;

/** Then they wait so many times as long, but no longer than this for it. */
const timesAsLong = 4;
const longestInMs = 4_000;

/** The longest that a read waits, by the interval of its function. */
export function longestWaitInMs(pollingIntervalInMs: number): number {
  return Math.max(pollingIntervalInMs, Math.min(timesAsLong * pollingIntervalInMs, longestInMs));
}

/** What tells how long a reader may wait. */
export interface IdleWaitOptions {
  readonly pollingIntervalInMs: number;
  /** Whether nobody else reads for the function: those who take turns are expected back at each interval. */
  readonly isAlone: boolean;
  readonly blocked: Pick<BlockedRead, 'isWakeable'>;
  readonly quarantine: Pick<KeyQuarantine, 'firstError'>;
}

/**
 * How long the next read waits at empty keys. A message ends the wait at once, however long it may last, so a function
 * that has been idle for long asks less often: each read costs the process and Redis as much as some messages do.
 */
export class IdleWait {
  private emptyReads = 0;

  constructor(private readonly options: IdleWaitOptions) {}

  /** Whether the last read found nothing: then the next one waits. */
  get isIdle(): boolean {
    return this.emptyReads > 0;
  }

  /** The last read found something, or nothing. */
  found(messages: readonly unknown[]): void {
    this.emptyReads = messages.length > 0 ? 0 : this.emptyReads + 1;
  }

  /** The next read does not wait. */
  hurry(): void {
    this.emptyReads = 0;
  }

  /** How long it waits; no longer than the interval where it has to end for more than a message. */
  get inMs(): number {
    const { pollingIntervalInMs, isAlone, blocked, quarantine } = this.options;
    const mayBeLong = isAlone && blocked.isWakeable && quarantine.firstError === undefined;
    return mayBeLong && this.emptyReads > idleAfter
      ? longestWaitInMs(pollingIntervalInMs)
      : pollingIntervalInMs;
  }
}
