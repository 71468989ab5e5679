import { RedisMessageModel } from './redis-message-model.js';
import { markOwnClass } from './own-class.js';

/** A pub/sub message as Redis gave it, byte for byte. */
export class ChannelMessage {
  static {
    markOwnClass(this, 'ChannelMessage');
  }

  readonly kind = 'pubsub' as const;

  constructor(
    /** The channel the message was published to. */
    readonly channel: string,
    /** The message's bytes. */
    readonly body: Buffer,
    /** The pattern that matched, if the function subscribes to one. */
    readonly pattern?: string,
    /** The channel's bytes: its name is a text of them, where they are one. */
    readonly channelBytes: Buffer = Buffer.from(channel),
  ) {}

  /** The channel and the message as strings. */
  toModel(): RedisMessageModel {
    return new RedisMessageModel(this.channel, this.body.toString());
  }
}
