import { numberText, spreadText } from './number-text.js';
import type { Verdict } from './scenario-report.js';
import { quantile, spreadOf } from './statistics.js';

/** How many parts of a run are compared by themselves: each needs some hundreds of messages for its p99. */
const parts = 3;

export const latencyHead = ['what', 'p50 µs', 'p99 µs', 'largest µs'] as const;

/** A row for each label. */
export function latencyRows(latencies: ReadonlyMap<string, readonly number[]>): string[][] {
  return [...latencies].map(([label, all]) => [
    label,
    ...[0.5, 0.99, 1].map((part) => numberText(quantile(all, part))),
  ]);
}

/**
 * Compares the p99 of two labels: the median of three parts of the run, since one disturbance of the machine can
 * fill the last hundredth of a whole one.
 */
export function compareP99(
  latencies: ReadonlyMap<string, readonly number[]>,
  { what, ours, theirs, atMost }: { what: string; ours: string; theirs: string; atMost: number },
): Verdict {
  const ratios = Array.from(
    { length: parts },
    (_, part) => p99Of(latencies.get(ours), part) / p99Of(latencies.get(theirs), part),
  );
  const spread = spreadOf(ratios);
  return {
    what,
    target: `≤ ${atMost} ×`,
    result: spreadText(spread, ' ×'),
    isMet: spread.median <= atMost,
  };
}

function p99Of(all: readonly number[] = [], part: number): number {
  const length = all.length / parts;
  return quantile(all.slice(part * length, (part + 1) * length), 0.99);
}
