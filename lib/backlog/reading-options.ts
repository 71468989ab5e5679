import { RedisTriggersError } from '../errors/redis-triggers-error.js';
import { defaultMaxAgeInMs } from './shared-reading.js';

/** What a reading of a backlog may be told. */
export interface ReadingOptions {
  /** How many workers there are, for the vote. Default 1. */
  readonly workers?: number;
  /**
   * How old a reading may be, in milliseconds; with 0 Redis is asked in any case. Default 1,000: calls at the same
   * time, or shortly after another, share one reading.
   */
  readonly maxAgeInMs?: number;
}

/** The options of a reading with their defaults. Throws where one is no whole number of at least 0. */
export function checkedReadingOptions(
  { workers = 1, maxAgeInMs = defaultMaxAgeInMs }: ReadingOptions,
  place: string,
): Required<ReadingOptions> {
  for (const [name, value] of Object.entries({ workers, maxAgeInMs })) {
    if (Number.isInteger(value) && value >= 0) continue;
    const what = `\`${name}\` must be a whole number of at least 0`;
    throw new RedisTriggersError({ code: 'SCALING_OPTION_INVALID', place, what });
  }
  return { workers, maxAgeInMs };
}
