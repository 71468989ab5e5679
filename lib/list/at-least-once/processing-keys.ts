/**
 * Where the elements of one list are kept while a function handles them, all in the slot of the list; but for a list
 * with a closing brace and no hash tag: see `keyBeside`.
 */
export interface ProcessingKeys {
  readonly list: string;
  /** A sorted set: the function's consumers by the end of their leases. */
  readonly leases: string;
  /** A hash: how often elements were taken from the dead, by their SHA1. */
  readonly suspects: string;
  /** A hash: what a consumer holds. */
  readonly heldBy: (consumer: string) => string;
}

/** The keys of a function beside one of its lists. */
export function processingKeys(list: string, functionId: string): ProcessingKeys {
  // With a hash tag of its own the list's name goes before it whole: lists that share a tag share no consumers.
  const prefix = /^[^{]*\{[^}]+\}/.test(list) ? list : `{${list}}`;
  return {
    list,
    leases: `${prefix}:consumers:${functionId}`,
    suspects: `${prefix}:suspects:${functionId}`,
    heldBy: (consumer) => `${prefix}:processing:${functionId}:${consumer}`,
  };
}
