/** Ends an invocation because the runtime stops; its message was not handled and is not to blame. */
export class CancelledByStop extends Error {
  override readonly name = 'CancelledByStop';

  constructor() {
    super('the runtime stopped before the next attempt');
  }
}
