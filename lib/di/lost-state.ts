/**
 * Notices a class that keeps something in its fields although there is a new instance for each message: a number that has
 * changed since the instance was made, or something added to an array, a map or a set. It looks at the first few instances, each
 * time at the one before, whose invocation has run by then.
 */
export class LostState {
  private left = instances;
  private before: { readonly instance: object; readonly sizes: ReadonlyMap<string, number> } | undefined;

  /** @param tell is called once, with the name of the field */
  constructor(private readonly tell: (field: string) => void) {}

  /** Must be called for each new instance, when it has just been made. */
  look(instance: unknown): void {
    if (this.left === 0 || typeof instance !== 'object' || instance === null) return;
    this.left -= 1;
    const changed = this.before && changedField(this.before.instance, this.before.sizes);
    this.before = this.left > 0 ? { instance, sizes: sizesOf(instance) } : undefined;
    if (changed === undefined) return;
    this.left = 0;
    this.before = undefined;
    this.tell(changed);
  }
}

/** Of so many messages it is looked at what they left in their instance. */
const instances = 20;

function changedField(instance: object, sizes: ReadonlyMap<string, number>): string | undefined {
  for (const [field, size] of sizesOf(instance)) {
    const before = sizes.get(field);
    if (before !== undefined && size !== before) return field;
  }
  return undefined;
}

/** Numbers by their value, collections by their size. */
function sizesOf(instance: object): ReadonlyMap<string, number> {
  const sizes = new Map<string, number>();
  for (const [field, { value }] of Object.entries(Object.getOwnPropertyDescriptors(instance))) {
    const size = sizeOf(value);
    if (size !== undefined) sizes.set(field, size);
  }
  return sizes;
}

function sizeOf(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  if (Array.isArray(value)) return value.length;
  return value instanceof Map || value instanceof Set ? value.size : undefined;
}
