/** What the compiler emits for types that are not there at run time, or that are no class of the user's. */
export const erasedTypes = new Set<unknown>([
  Object,
  Function,
  Array,
  Number,
  Boolean,
  Symbol,
  BigInt,
  Promise,
  Map,
  Set,
  Date,
  undefined,
]);
