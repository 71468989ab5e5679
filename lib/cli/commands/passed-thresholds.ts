import { formatDuration } from '../frame/duration.js';
import { formatCount } from '../frame/table.js';
import type { FunctionStatus } from '../actions/read-status.js';

/** How much is too much; what is absent is not looked at. */
export interface Thresholds {
  readonly maxAgeInMs?: number;
  readonly maxDead?: number;
}

/** What is too much, by function id: one line of text each. */
export function passedThresholds(
  statuses: readonly FunctionStatus[],
  { maxAgeInMs = Infinity, maxDead = Infinity }: Thresholds,
  now: Date,
): ReadonlyMap<string, readonly string[]> {
  const passed = statuses.map(({ id, oldestAt, deadLetters }) => {
    const ageInMs = oldestAt === undefined ? 0 : now.getTime() - Date.parse(oldestAt);
    return [
      id,
      [
        ...(ageInMs > maxAgeInMs
          ? [
              `the oldest entry has waited ${formatDuration(ageInMs)}, more than ${formatDuration(maxAgeInMs)}`,
            ]
          : []),
        ...(deadLetters > maxDead
          ? [`dead letters: ${formatCount(deadLetters)}, more than ${formatCount(maxDead)}`]
          : []),
      ],
    ] as const;
  });
  return new Map(passed.filter(([, lines]) => lines.length > 0));
}
