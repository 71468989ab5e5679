import type { RawMessage } from '../messages/raw-message.js';
import type { PayloadDecoder } from './payload-decoder.js';

/** Decodes a payload before its invocation, for whoever orders by it, and gives the same to the invocation. */
export class PayloadAhead {
  /** What was decoded and not yet taken. A message that goes back instead is forgotten with its object. */
  private readonly decoded = new WeakMap<RawMessage, Promise<unknown>>();

  constructor(private readonly decode: PayloadDecoder) {}

  /** The payload of a message that is to be handled; rejects as the decoder does. */
  readonly look: PayloadDecoder = (message) => {
    const known = this.decoded.get(message);
    if (known) return known;
    const decoding = this.decode(message);
    // Whoever takes it hears of it.
    decoding.catch(() => undefined);
    this.decoded.set(message, decoding);
    return decoding;
  };

  /** The same for its invocation: once, since a handler may change what it is given, and the message may come again. */
  readonly take: PayloadDecoder = (message) => {
    const known = this.decoded.get(message);
    if (!known) return this.decode(message);
    this.decoded.delete(message);
    return known;
  };
}
