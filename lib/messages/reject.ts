import { verdictKey, type Verdict } from './verdict.js';

/**
 * Throw this from a handler or middleware when retrying cannot help. The message fails at once, with neither retry nor
 * redelivery, and becomes a dead letter with the reason `rejected`; a pub/sub message only with `deadLetter: true`.
 */
export class Reject extends Error {
  override readonly name = 'Reject';

  /** @param reason the error message in the dead letter */
  constructor(reason: string, options?: ErrorOptions) {
    super(reason || 'rejected without a reason', options);
  }

  /** @internal */
  get [verdictKey](): Verdict {
    return { says: 'reject' };
  }
}
