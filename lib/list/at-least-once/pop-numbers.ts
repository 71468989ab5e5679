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

  /** It is not known whether it took anything. */
  failed(pop: number): void {
    this.unanswered.push(pop);
    this.unanswered.sort((one, other) => one - other);
  }

  /** Returns what may be handed out now, in order. */
  answered(pop: number, items: readonly Item[]): readonly Item[] {
    if (pop === this.handedOut + 1 && this.early.size === 0) {
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
}
