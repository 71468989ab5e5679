import { verdictKey, type Verdict } from './verdict.js';

/**
 * Throw this from a handler or middleware to discard the message: it is acknowledged as after a success, gets no dead
 * letter, and counts as `dropped`.
 */
export class Drop extends Error {
  override readonly name = 'Drop';

  /** @param reason logged at level `debug` */
  constructor(reason = '', options?: ErrorOptions) {
    super(reason, options);
  }

  /** @internal */
  get [verdictKey](): Verdict {
    return { says: 'drop', reason: this.message };
  }
}
