/** A prototype, or a class for its static members, and its parents: from the oldest parent down. */
export function prototypesOf(object: object | null): object[] {
  const prototypes: object[] = [];
  for (let each = object; each; each = Object.getPrototypeOf(each) as object | null) {
    if (each !== Object.prototype && each !== Function.prototype) prototypes.unshift(each);
  }
  return prototypes;
}
