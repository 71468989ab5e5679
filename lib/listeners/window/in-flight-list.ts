/** What can be in a list: it has its neighbours itself, so that it costs no memory of its own to be in one. */
export interface InFlight<Item> {
  before: Item | undefined;
  after: Item | undefined;
}

/**
 * What is in flight, in the order in which it came. A Map would keep what was taken out in memory (see `InFlightMap`), and
 * takes several times as long.
 */
export class InFlightList<Item extends InFlight<Item>> {
  private first: Item | undefined;
  private last: Item | undefined;
  private count = 0;

  get size(): number {
    return this.count;
  }

  add(item: Item): void {
    item.before = this.last;
    if (this.last) this.last.after = item;
    else this.first = item;
    this.last = item;
    this.count += 1;
  }

  /** Takes out one that is in the list. */
  remove(item: Item): void {
    const { before, after } = item;
    if (before) before.after = after;
    else this.first = after;
    if (after) after.before = before;
    else this.last = before;
    // In V8's old generation it would keep all later ones in memory.
    item.before = item.after = undefined;
    this.count -= 1;
  }

  *[Symbol.iterator](): Iterator<Item> {
    for (let item = this.first; item; item = item.after) yield item;
  }
}
