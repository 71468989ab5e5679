import type { Bytes } from '../resp/bytes.js';

export interface ScoredMember {
  readonly member: Bytes;
  readonly score: number;
}

/** A sorted set: members by score, and by bytes where scores are the same. */
export class SortedSet {
  readonly type = 'zset';
  private readonly scores = new Map<Bytes, number>();
  private readonly order: ScoredMember[] = [];

  get length(): number {
    return this.order.length;
  }

  /** In order. */
  get members(): readonly ScoredMember[] {
    return this.order;
  }

  score(member: Bytes): number | undefined {
    return this.scores.get(member);
  }

  rank(member: Bytes): number | undefined {
    const score = this.scores.get(member);
    return score === undefined ? undefined : this.position({ member, score });
  }

  set(member: Bytes, given: number): void {
    // Redis keeps whole numbers as integers, which know no negative zero.
    const score = given + 0;
    if (this.scores.get(member) === score) return;
    this.delete(member);
    this.scores.set(member, score);
    const scored = { member, score };
    this.order.splice(this.position(scored), 0, scored);
  }

  delete(member: Bytes): boolean {
    const score = this.scores.get(member);
    if (score === undefined) return false;
    this.order.splice(this.position({ member, score }), 1);
    return this.scores.delete(member);
  }

  private position(sought: ScoredMember): number {
    let low = 0;
    let high = this.order.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const found = this.order[middle];
      if (found && isBefore(found, sought)) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function isBefore(a: ScoredMember, b: ScoredMember): boolean {
  return a.score < b.score || (a.score === b.score && a.member < b.member);
}
