/** Things in order of their time; those with the same time in the order in which they came. */
export class TimerHeap<T extends { readonly time: number; readonly order: number }> {
  private items: T[] = [];

  get size(): number {
    return this.items.length;
  }

  first(): T | undefined {
    return this.items[0];
  }

  push(item: T): void {
    const { items } = this;
    let position = items.length;
    while (position > 0) {
      const parent = (position - 1) >> 1;
      const above = items[parent];
      if (!above || !isBefore(item, above)) break;
      items[position] = above;
      position = parent;
    }
    items[position] = item;
  }

  pop(): T | undefined {
    const first = this.items[0];
    const last = this.items.pop();
    if (last && this.items.length > 0) this.sink(last);
    return first;
  }

  /** Forgets what is not wanted any more. */
  keepOnly(isWanted: (item: T) => boolean): void {
    const wanted = this.items.filter(isWanted);
    this.items = [];
    for (const item of wanted) this.push(item);
  }

  clear(): void {
    this.items = [];
  }

  private sink(item: T): void {
    const { items } = this;
    let position = 0;
    let child = this.smallerChild(position);
    for (let below = items[child]; below && isBefore(below, item); below = items[child]) {
      items[position] = below;
      position = child;
      child = this.smallerChild(position);
    }
    items[position] = item;
  }

  private smallerChild(position: number): number {
    const left = 2 * position + 1;
    const [first, second] = [this.items[left], this.items[left + 1]];
    return first && second && isBefore(second, first) ? left + 1 : left;
  }
}

function isBefore<T extends { readonly time: number; readonly order: number }>(a: T, b: T): boolean {
  return a.time < b.time || (a.time === b.time && a.order < b.order);
}
