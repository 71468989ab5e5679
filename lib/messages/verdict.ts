/** What a handler says about its message by throwing a `RetryLater`, a `Reject` or a `Drop`. */
export type Verdict =
  | { readonly says: 'retryLater'; readonly delayInMs: number }
  | { readonly says: 'reject' }
  | { readonly says: 'drop'; readonly reason: string };

/** The member under which a verdict says what it is. `Symbol.for`: another copy of this package knows it too. */
export const verdictKey: unique symbol = Symbol.for('redis-triggers:verdict');

/** An error that is a verdict. */
interface VerdictError {
  readonly [verdictKey]: Verdict;
}

const known: Readonly<Record<Verdict['says'], true>> = { retryLater: true, reject: true, drop: true };

/** The verdict that was thrown, or undefined. One that is only the `cause` of an error does not count. */
export function verdictOf(thrown: unknown): Verdict | undefined {
  if (typeof thrown !== 'object' || thrown === null) return undefined;
  try {
    const verdict = (thrown as Partial<VerdictError>)[verdictKey];
    // Another copy of this package may be of another version.
    return verdict && Object.hasOwn(known, verdict.says) ? verdict : undefined;
  } catch {
    // A proxy may throw whatever is asked of it.
    return undefined;
  }
}
