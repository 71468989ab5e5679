import 'reflect-metadata';
import { ownValue, StandardOwner, standardOwners } from './standard-metadata.js';

/** The lists of records that decorators leave with classes under one key. */
export class RecordList<Kept> {
  constructor(private readonly key: symbol) {}

  /**
   * Adds a record to a class's own list. The list is replaced, never changed, so what a reader holds stays
   * as it was. `owner` is the prototype, or the class itself for a static member; of a standard decorator its bag.
   */
  add(owner: object, record: Kept): void {
    if (owner instanceof StandardOwner) this.addToBag(owner, record);
    else Reflect.defineMetadata(this.key, [...this.ofLegacy(owner), record], owner);
  }

  /** The records that stand on this very prototype or class, in the order in which decorators ran. */
  own(owner: object): readonly Kept[] {
    const standard = standardOwners(owner).flatMap((each) =>
      this.inBag(each.bag).filter((placed) => placed.of === each.of),
    );
    const legacy = this.ofLegacy(owner);
    return standard.length === 0 ? legacy : [...legacy, ...standard.map(({ record }) => record)];
  }

  private ofLegacy(owner: object): readonly Kept[] {
    return (Reflect.getOwnMetadata(this.key, owner) as readonly Kept[] | undefined) ?? [];
  }

  private addToBag({ bag, of }: StandardOwner, record: Kept): void {
    Object.assign(bag, { [this.key]: [...this.inBag(bag), { of, record }] });
  }

  private inBag(bag: object): readonly Placed<Kept>[] {
    return (ownValue(bag, this.key) as readonly Placed<Kept>[] | undefined) ?? [];
  }
}

/** A record in a bag, which a class and its prototype share. */
interface Placed<Kept> {
  readonly of: StandardOwner['of'];
  readonly record: Kept;
}
