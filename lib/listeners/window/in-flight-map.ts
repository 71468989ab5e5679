/** A map is made anew after at least so many entries. */
const renewAfter = 1_000;

/**
 * A map for what comes and goes all the time, such as messages in flight. Each time that a Map makes room, V8 gives
 * it a new table, and the one before refers to it. Of these tables, one that the collector has moved to the old
 * generation keeps alive all that follow and whatever was in them, until a full collection: to move all that costs
 * more than to handle the messages. Here the chain ends after some entries, with a new map.
 */
export class InFlightMap<Key, Value> {
  private map = new Map<Key, Value>();
  private untilRenewed = renewAfter;

  get size(): number {
    return this.map.size;
  }

  get(key: Key): Value | undefined {
    return this.map.get(key);
  }

  set(key: Key, value: Value): void {
    this.map.set(key, value);
    this.untilRenewed -= 1;
    if (this.untilRenewed > 0) return;
    this.map = new Map(this.map);
    this.untilRenewed = Math.max(renewAfter, this.map.size);
  }

  delete(key: Key): boolean {
    return this.map.delete(key);
  }

  /** In the order in which their keys were first set. Not to be used after the next `set`. */
  values(): IterableIterator<Value> {
    return this.map.values();
  }
}
