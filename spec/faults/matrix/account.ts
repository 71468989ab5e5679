import type { Gap, Handled } from './consumer.js';

/** What is known after a run. */
export interface Evidence {
  /** The confirmed messages in the order in which they were sent, each with when. */
  readonly sent: ReadonlyMap<number, number>;
  /** What each consumer handled. */
  readonly handled: readonly Handled[];
  readonly deadLettered: readonly number[];
  readonly waiting: readonly number[];
  readonly destroyed: ReadonlySet<number>;
  readonly gaps: readonly Gap[];
}

/** Where every message of a run is. */
export interface Account {
  readonly sent: number;
  /** How many of those that were sent were handled at least once. */
  readonly handled: number;
  readonly deadLettered: number;
  readonly waiting: number;
  /** Handled again after they had been handled. */
  readonly duplicates: number;
  /** Gone because the fault removed them from Redis. */
  readonly destroyed: number;
  /** Gone while a reported gap lasted. */
  readonly inGaps: number;
  /** Gone for no such reason. */
  readonly missing: readonly number[];
}

/** A gap is noticed and reported somewhat later than it begins and ends. */
const slackInMs = 500;

/** Accounts for every message that was sent. */
export function accountFor(evidence: Evidence): Account {
  const { sent, destroyed, gaps } = evidence;
  const ids = [...sent.keys()];
  const handled = new Set(evidence.handled.map(({ id }) => id));
  const dead = new Set(evidence.deadLettered);
  const waiting = new Set(evidence.waiting);
  const isSafe = (id: number): boolean => handled.has(id) || dead.has(id) || waiting.has(id);
  const gone = ids.filter((id) => !isSafe(id));
  const unexplained = gone.filter((id) => !destroyed.has(id));
  const outside = missingOutside(gaps, ids, new Set(unexplained), sent);
  return {
    sent: ids.length,
    handled: ids.filter((id) => handled.has(id)).length,
    deadLettered: ids.filter((id) => dead.has(id) && !handled.has(id)).length,
    waiting: ids.filter((id) => waiting.has(id) && !handled.has(id) && !dead.has(id)).length,
    duplicates: evidence.handled.length - handled.size,
    destroyed: gone.length - unexplained.length,
    inGaps: unexplained.length - outside.length,
    missing: outside,
  };
}

/**
 * The missing messages that no gap explains. What is missing in a row is one hole: it is explained where it
 * overlaps a gap, for what was on its way when a connection broke was sent before the gap began.
 */
function missingOutside(
  gaps: readonly Gap[],
  ids: readonly number[],
  missing: ReadonlySet<number>,
  sent: ReadonlyMap<number, number>,
): number[] {
  const outside: number[] = [];
  let hole: number[] = [];
  const close = (endsAt: number): void => {
    const beginsAt = sent.get(hole[0] ?? 0) ?? endsAt;
    const isExplained = gaps.some(({ from, to }) => beginsAt - slackInMs <= to && from <= endsAt + slackInMs);
    if (!isExplained) outside.push(...hole);
    hole = [];
  };
  for (const id of ids) {
    if (missing.has(id)) hole.push(id);
    else if (hole.length > 0) close(sent.get(id) ?? 0);
  }
  if (hole.length > 0) close(Infinity);
  return outside;
}
