import type { Outcome } from '../messages/outcome.js';
import { bucketOf, durationBoundsInMs } from './durations.js';

/** What a fleet has done with one function's messages within a minute. */
export interface FleetMinute {
  /** When the minute began, by the clock of Redis. */
  readonly at: Date;
  /** How many messages were handled successfully, or dropped by their handler. */
  readonly processed: number;
  /** How many failed with no retry to follow. */
  readonly failed: number;
  /** How long all of them took together, in milliseconds. */
  readonly sumInMs: number;
  /** How many of them took how long: one number for each of `durationBoundsInMs`, and one for what took longer. */
  readonly buckets: readonly number[];
}

interface Counted {
  processed: number;
  failed: number;
  sumInMs: number;
  readonly buckets: number[];
}

/** The names of counters behind the id of their function, short because they are written every minute. */
const names = { processed: 'p', failed: 'f', sumInMs: 's' } as const;

const bucketNames = Array.from({ length: durationBoundsInMs.length + 1 }, (_, index) => `${index}`);

/** The fields of one function in the hash of a minute, in the order that `readMinute` takes their values in. */
export function fieldsOfMinute(functionId: string): string[] {
  return [...Object.values(names), ...bucketNames].map((name) => `${functionId} ${name}`);
}

/** The counters of one function in a minute. */
export function readMinute(minute: number, values: readonly (string | undefined)[]): FleetMinute {
  const [processed = 0, failed = 0, sumInMs = 0, ...buckets] = values.map((value) => Number(value ?? 0));
  return { at: new Date(minute * 60_000), processed, failed, sumInMs, buckets };
}

/** Counts what this process handles, until Redis has been told. */
export class MinuteCounters {
  private counted = new Map<string, Counted>();

  /** Each message of an invocation took as long as all of it. What was postponed or cancelled comes again. */
  add(functionId: string, outcomes: readonly Outcome[], durationInMs: number): void {
    const known = this.counted.get(functionId) ?? this.begin(functionId);
    const bucket = bucketOf(durationInMs);
    for (const { status } of outcomes) {
      if (status === 'postponed' || status === 'cancelled') continue;
      if (status === 'failed') known.failed += 1;
      else known.processed += 1;
      known.sumInMs += durationInMs;
      known.buckets[bucket] = (known.buckets[bucket] ?? 0) + 1;
    }
  }

  /** The fields of the hash of a minute with what is to be added to each, one after another; from then on counts anew. */
  take(): (string | number)[] {
    const { counted } = this;
    this.counted = new Map();
    return [...counted].flatMap(([functionId, { processed, failed, sumInMs, buckets }]) => {
      const values = [processed, failed, Math.round(sumInMs), ...buckets];
      const fields = fieldsOfMinute(functionId);
      return values.flatMap((value, index) => (value > 0 ? [fields[index] ?? '', value] : []));
    });
  }

  private begin(functionId: string): Counted {
    const begun: Counted = { processed: 0, failed: 0, sumInMs: 0, buckets: bucketNames.map(() => 0) };
    this.counted.set(functionId, begun);
    return begun;
  }
}
