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

/** The longest time that Node's timers take: about 24.8 days. */
export const longestDelayInMs = 2 ** 31 - 1;

/** Whether a message can be postponed for so long. */
export function isDelay(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value <= longestDelayInMs;
}

/**
 * The verdict that was thrown, or undefined. One that is only the `cause` of an error does not count. Never throws,
 * and what it returns is a plain object, whatever was thrown.
 */
export function verdictOf(thrown: unknown): Verdict | undefined {
  if (typeof thrown !== 'object' || thrown === null) return undefined;
  try {
    const verdict = (thrown as Partial<VerdictError>)[verdictKey];
    return verdict && checked(verdict);
  } catch {
    // A proxy may throw whatever is asked of it.
    return undefined;
  }
}

/** Another copy of this package may be of another version, and anybody can forge a verdict. */
function checked(verdict: Verdict): Verdict | undefined {
  const { says } = verdict;
  if (says === 'reject') return { says };
  if (says === 'drop') {
    const reason: unknown = verdict.reason;
    return { says, reason: String(reason) };
  }
  const delayInMs: unknown = says === 'retryLater' ? verdict.delayInMs : undefined;
  return isDelay(delayInMs) ? { says: 'retryLater', delayInMs } : undefined;
}
