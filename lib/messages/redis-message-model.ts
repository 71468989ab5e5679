import { markOwnClass } from './own-class.js';

/**
 * What every handler can ask for: where a message came from, and the message itself, as strings.
 *
 * - pub/sub: the channel it was published to (never the pattern), and the message;
 * - list: the key it was popped from, and the element;
 * - stream: the key, and the entry's fields as a JSON object; a repeated field is an array. `traceparent` and `tracestate`
 *   are left out: in them the context of a trace travels.
 */
export class RedisMessageModel {
  static {
    markOwnClass(this, 'RedisMessageModel');
  }

  constructor(
    /** The channel, list key or stream key. */
    readonly trigger: string,
    /** The message, the element, or the entry's fields as JSON. Bytes that are not UTF-8 become U+FFFD. */
    readonly message: string,
  ) {}

  /** The same as `trigger`, for code ported from Azure Functions. */
  get Trigger(): string {
    return this.trigger;
  }

  /** The same as `message`, for code ported from Azure Functions. */
  get Message(): string {
    return this.message;
  }
}
