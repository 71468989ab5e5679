import type { MessageHandler } from './clients.js';

/** Who hears the messages of a client, in the order in which they came. */
export class MessageHandlers {
  private handlers: readonly MessageHandler[] = [];

  /** Adds one; returns what ends that. */
  add(handler: MessageHandler): () => void {
    this.handlers = [...this.handlers, handler];
    // The list is replaced, never changed: a message that is being told goes on with the list it had.
    return () => (this.handlers = this.handlers.filter((each) => each !== handler));
  }

  /** Tells all of a message. */
  readonly tell: MessageHandler = (channel, body, pattern) => {
    for (const handle of this.handlers) handle(channel, body, pattern);
  };
}
