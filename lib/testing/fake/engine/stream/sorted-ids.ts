import { compareIds, type StreamId } from './stream-id.js';

/** Items in the order of their ids. */
export class SortedIds<T extends { readonly id: StreamId }> {
  private items: T[] = [];

  get size(): number {
    return this.items.length;
  }

  all(): readonly T[] {
    return this.items;
  }

  first(): T | undefined {
    return this.items[0];
  }

  last(): T | undefined {
    return this.items.at(-1);
  }

  get(id: StreamId): T | undefined {
    const item = this.items[this.positionOf(id)];
    return item && compareIds(item.id, id) === 0 ? item : undefined;
  }

  /** Puts an item in its place, instead of one with the same id. */
  set(item: T): void {
    const position = this.positionOf(item.id);
    const present = this.items[position];
    const replaced = present && compareIds(present.id, item.id) === 0 ? 1 : 0;
    this.items.splice(position, replaced, item);
  }

  delete(id: StreamId): T | undefined {
    const item = this.get(id);
    if (item) this.items.splice(this.positionOf(id), 1);
    return item;
  }

  /** Those from an id on. */
  *from(id: StreamId): Generator<T> {
    for (let position = this.positionOf(id); position < this.items.length; position++) {
      const item = this.items[position];
      if (item) yield item;
    }
  }

  /** Where the id is, or would be. */
  private positionOf(id: StreamId): number {
    const last = this.items.at(-1);
    if (!last || compareIds(last.id, id) < 0) return this.items.length;
    let low = 0;
    let high = this.items.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const item = this.items[middle];
      if (item && compareIds(item.id, id) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
