import { verdictKey, type Verdict } from './verdict.js';

/**
 * To be thrown by a handler or a middleware: no further try will help this message. It fails at once, with
 * neither retry nor redelivery, and goes to the dead letters with the reason `rejected`; that of pub/sub only
 * with `deadLetter: true`.
 */
export class Reject extends Error {
  override readonly name = 'Reject';

  /** `reason`: the error message that the dead letter shows. */
  constructor(reason: string, options?: ErrorOptions) {
    super(reason || 'rejected without a reason', options);
  }

  /** @internal */
  get [verdictKey](): Verdict {
    return { says: 'reject' };
  }
}
