/** How many taken slots are tolerated at the front before the array is cut. */
const mostTakenSlots = 1_024;

/** First in, first out of anything but undefined, at the same cost however many wait; an array's `shift` moves all of them. */
export class Fifo<Item> {
  private items: (Item | undefined)[] = [];
  private first = 0;

  get size(): number {
    return this.items.length - this.first;
  }

  /** The oldest, which stays; undefined where there is none. */
  get oldest(): Item | undefined {
    return this.items[this.first];
  }

  push(item: Item): void {
    this.items.push(item);
  }

  /** Takes the oldest out; undefined where there is none. */
  shift(): Item | undefined {
    const item = this.items[this.first];
    if (item === undefined) return undefined;
    this.items[this.first] = undefined;
    this.first += 1;
    if (this.first === this.items.length) this.clear();
    else if (this.first >= mostTakenSlots && this.first * 2 >= this.items.length) this.cut();
    return item;
  }

  /** Takes all of them out, in their order. */
  drain(): Item[] {
    const rest = this.items.slice(this.first) as Item[];
    this.clear();
    return rest;
  }

  private clear(): void {
    this.items.length = 0;
    this.first = 0;
  }

  private cut(): void {
    this.items = this.items.slice(this.first);
    this.first = 0;
  }
}
