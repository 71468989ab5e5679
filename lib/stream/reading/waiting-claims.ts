/** Values in the order in which they first came, each known by its name, that are taken from the front. */
export class WaitingClaims<Value extends { readonly id: string }> {
  private readonly values = new Map<string, Value>();
  /** Kept between calls, because a new walk would step over all that was deleted before. */
  private walk: Iterator<Value> | undefined;
  private head: Value | undefined;

  get size(): number {
    return this.values.size;
  }

  /** Adds a value, or replaces the one of the same name where it stands. */
  set(value: Value): void {
    this.values.set(value.id, value);
    if (this.head?.id === value.id) this.head = value;
  }

  /** The value that comes next. */
  get first(): Value | undefined {
    if (this.head || this.values.size === 0) return this.head;
    this.walk ??= this.values.values();
    let next = this.walk.next();
    if (next.done) {
      // An iterator that has ended does not see values that are added later.
      this.walk = this.values.values();
      next = this.walk.next();
    }
    return (this.head = next.done ? undefined : next.value);
  }

  /** Removes the first value. */
  shift(): void {
    const { first } = this;
    if (first) this.values.delete(first.id);
    this.head = undefined;
  }
}
