/**
 * The numbers of a consumer's pops. Redis has them take effect in the order of their numbers, so the order of the
 * numbers is that of the list. A pop whose reply was lost is sent again, the lowest first; what later ones bring meanwhile
 * waits, so that it does not overtake what is asked for again.
 */
export class PopNumbers<Item> {
  private last = 0;
  /** Up to this number everything was handed out. */
  private handedOut = 0;
  /** Those that were sent and never answered, the lowest first. */
  private readonly unanswered: number[] = [];
  /** How many items each of those may have taken for which no reply came, until one comes. */
  private readonly mostOf = new Map<number, number>();
  /** What was answered out of turn. */
  private readonly early = new Map<number, readonly Item[]>();

  get hasUnanswered(): boolean {
    return this.unanswered.length > 0;
  }

  /** How many items wait for an earlier pop. */
  get waiting(): number {
    let count = 0;
    for (const items of this.early.values()) count += items.length;
    return count;
  }

  /** The number of the pop to be sent now. */
  next(): { readonly pop: number; readonly isAgain: boolean } {
    const again = this.unanswered.shift();
    if (again !== undefined) return { pop: again, isAgain: true };
    this.last += 1;
    return { pop: this.last, isAgain: false };
  }

  /** How many items pops may have taken at most to which no reply has come. */
  get mayHaveTaken(): number {
    let count = 0;
    for (const most of this.mostOf.values()) count += most;
    return count;
  }

  /** A pop failed, and may have taken so many items at most: it is to be sent again. */
  sendAgain(pop: number, most: number): void {
    if (most > 0) this.mostOf.set(pop, Math.max(most, this.mostOf.get(pop) ?? 0));
    this.unanswered.push(pop);
    this.unanswered.sort((one, other) => one - other);
  }

  /** A pop was answered. Returns what may be handed out now, in order: later ones wait for it. */
  handOut(pop: number, items: readonly Item[]): readonly Item[] {
    if (this.mostOf.size > 0) this.mostOf.delete(pop);
    if (pop - this.handedOut === 1 && this.early.size === 0) {
      this.handedOut = pop;
      return items;
    }
    this.early.set(pop, items);
    const inTurn: Item[] = [];
    for (let turn = this.early.get(this.handedOut + 1); turn; turn = this.early.get(this.handedOut + 1)) {
      this.handedOut += 1;
      this.early.delete(this.handedOut);
      for (const item of turn) inTurn.push(item);
    }
    return inTurn;
  }

  /** Forgets what was taken, because it is gone from Redis. */
  forgetTaken(): void {
    this.early.clear();
    this.mostOf.clear();
  }
}
