import { RedisMessageModel } from './redis-message-model.js';

/** A pub/sub message as Redis gave it, byte for byte. */
export class ChannelMessage {
  readonly kind = 'pubsub' as const;

  constructor(
    /** The channel the message was published to. */
    readonly channel: string,
    /** The message's bytes. */
    readonly body: Buffer,
    /** The pattern that matched, where the function subscribes to one. */
    readonly pattern?: string,
    /** The channel's bytes: its name is a text of them, where they are one. */
    readonly channelBytes: Buffer = Buffer.from(channel),
  ) {}

  toModel(): RedisMessageModel {
    return new RedisMessageModel(this.channel, this.body.toString());
  }
}
