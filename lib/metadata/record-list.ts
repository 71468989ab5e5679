import 'reflect-metadata';

/** The lists of records that decorators leave with classes under one key. */
export class RecordList<Kept> {
  constructor(private readonly key: symbol) {}

  /**
   * Adds a record to a class's own list. The list is replaced, never changed, so what a reader holds stays
   * as it was. `owner` is the prototype, or the class itself for a static member.
   */
  add(owner: object, record: Kept): void {
    Reflect.defineMetadata(this.key, [...this.own(owner), record], owner);
  }

  /** The records that stand on this very prototype or class, in the order in which decorators ran. */
  own(owner: object): readonly Kept[] {
    return (Reflect.getOwnMetadata(this.key, owner) as readonly Kept[] | undefined) ?? [];
  }
}
