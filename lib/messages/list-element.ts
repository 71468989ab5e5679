import { RedisMessageModel } from './redis-message-model.js';
import { markOwnClass } from './own-class.js';

/** A list element as Redis gave it, byte for byte. */
export class ListElement {
  static {
    markOwnClass(this, 'ListElement');
  }

  readonly kind = 'list' as const;

  constructor(
    /** The list's key. */
    readonly key: string,
    /** The element's bytes. */
    readonly body: Buffer,
    /**
     * How many times it was delivered, this time included. Above 1 only with `delivery: 'atLeastOnce'`, for an
     * element whose process died.
     */
    readonly deliveryCount = 1,
  ) {}

  /** The key and the element as strings. */
  toModel(): RedisMessageModel {
    return new RedisMessageModel(this.key, this.body.toString());
  }
}
