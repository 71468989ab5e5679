/** Ends an invocation because the runtime stops, or its function is paused; its message was not handled and is not to blame. */
export class CancelledByStop extends Error {
  override readonly name = 'CancelledByStop';

  constructor() {
    super('the runtime stopped, or the function was paused, before the next attempt');
  }
}
