import { verdictKey, type Verdict } from './verdict.js';

/**
 * To be thrown by a handler or a middleware: there is nothing to do for this message. It is done with, as after
 * a success (acknowledged, no dead letter), and counted as `dropped`. It is not tried again.
 */
export class Drop extends Error {
  override readonly name = 'Drop';

  /** `reason`: for the log. */
  constructor(reason = '', options?: ErrorOptions) {
    super(reason, options);
  }

  /** @internal */
  get [verdictKey](): Verdict {
    return { says: 'drop', reason: this.message };
  }
}
