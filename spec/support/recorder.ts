import { patienceInMs } from './patience.js';

/** Keeps what a handler was given, and lets a spec wait for it instead of sleeping. */
export class Recorder<Item> {
  readonly items: Item[] = [];
  private readonly waiters = new Set<() => void>();

  /** Records an item. */
  readonly add = (item: Item): void => {
    this.items.push(item);
    for (const look of this.waiters) look();
  };

  /** Resolves with all items once there are `count`; rejects with what there is when that takes too long. */
  async until(count: number): Promise<Item[]> {
    return this.untilTrue((items) => items.length >= count, `${count} items`);
  }

  /** Resolves with all items once `test` holds for them. */
  untilTrue(test: (items: readonly Item[]) => boolean, what = 'the condition'): Promise<Item[]> {
    return new Promise((resolve, reject) => {
      const look = (): void => {
        if (!test(this.items)) return;
        this.waiters.delete(look);
        clearTimeout(timer);
        resolve(this.items);
      };
      const timer = setTimeout(() => {
        this.waiters.delete(look);
        const seen = JSON.stringify(this.items.slice(0, 20));
        reject(new Error(`waited ${patienceInMs} ms for ${what}; there are ${this.items.length}: ${seen}`));
      }, patienceInMs);
      this.waiters.add(look);
      look();
    });
  }
}
