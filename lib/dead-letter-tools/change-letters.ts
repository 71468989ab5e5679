import { RedisTriggersError } from '../errors/redis-triggers-error.js';
import type { DeadLetter } from '../messages/dead-letter.js';
import { isReply } from '../redis/errors/redis-reply-error.js';
import type { Clock } from '../time/clock.js';
import { longestTimerInMs } from '../time/longest-timer.js';

/** What became of dead letters that somebody chose. */
export interface ChangeCounts {
  /** Replayed, or removed. */
  changed: number;
  /** Somebody else was first, and replayed or removed them. */
  gone: number;
  /** Redis refuses it: they are still dead letters. */
  refused: number;
}

/** How dead letters are changed, one after another. */
export interface ChangeOptions {
  readonly clock: Clock;
  /** Ends it after the one that is under way. */
  readonly signal: AbortSignal;
  /** The most that are changed per second. Default: as fast as Redis takes them. */
  readonly ratePerSecond?: number;
  /** Called before each. */
  readonly onBefore?: (letter: DeadLetter) => void;
  /** Called after each. */
  readonly onAfter?: (counts: Readonly<ChangeCounts>) => Promise<void>;
  /** Called for each that Redis refuses. */
  readonly onRefused?: (letter: DeadLetter, error: Error) => void;
}

/**
 * Replays or removes dead letters one by one, each in one atomic step of Redis: where several do so at once, each letter
 * is changed by one of them, and is gone for the others.
 *
 * @param change resolves with whether the letter was there
 * @param counts counted up meanwhile, so that they are right also where it rejects
 * @returns whether it came to the end, rather than being ended by the signal
 */
export async function changeLetters(
  letters: AsyncIterable<DeadLetter>,
  change: (letter: DeadLetter) => Promise<boolean>,
  counts: ChangeCounts,
  options: ChangeOptions,
): Promise<boolean> {
  const { clock, signal, ratePerSecond = Infinity, onBefore, onAfter, onRefused } = options;
  const startedAt = clock.now();
  let begun = 0;
  for await (const letter of letters) {
    const early = startedAt + (begun * 1_000) / ratePerSecond - clock.now();
    if (early > 0) await clock.sleep(Math.min(early, longestTimerInMs), signal);
    if (signal.aborted) return false;
    begun += 1;
    onBefore?.(letter);
    try {
      counts[(await change(letter)) ? 'changed' : 'gone'] += 1;
    } catch (error) {
      if (!isRefusal(error)) throw error;
      counts.refused += 1;
      onRefused?.(letter, error);
    }
    await onAfter?.(counts);
  }
  return true;
}

/** Whether the error belongs to this letter alone, so that the others may be changed. */
function isRefusal(error: unknown): error is Error {
  const isOwn = error instanceof RedisTriggersError && error.code === 'DEAD_LETTER_NOT_REPLAYED';
  return isOwn || isReply(error, 'WRONGTYPE');
}
