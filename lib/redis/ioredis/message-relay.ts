import type { Redis } from 'ioredis';
import type { MessageHandler } from '../commands/clients.js';
import { messagePicker } from './replies/message-picker.js';
import type { ReplyPicker } from './replies/reply-interceptor.js';

/** Hands on the messages of a subscribing client, whether they are picked from its replies or emitted by ioredis. */
export class MessageRelay {
  /** Picks them from the replies of a connection. */
  readonly pick: ReplyPicker;
  private readonly handlers: MessageHandler[] = [];
  private readonly shardedHandlers: MessageHandler[] = [];

  constructor(private readonly redis: Redis) {
    const onMessage: MessageHandler = (...message) => {
      for (const handle of this.handlers) handle(...message);
    };
    const onShardedMessage: MessageHandler = (...message) => {
      for (const handle of this.shardedHandlers) handle(...message);
    };
    this.pick = messagePicker({ onMessage, onShardedMessage });
    redis.on('messageBuffer', onMessage);
    redis.on('smessageBuffer', onShardedMessage);
    redis.on('pmessageBuffer', (pattern: Buffer | string, channel: Buffer, body: Buffer) => {
      onMessage(channel, body, Buffer.from(pattern));
    });
  }

  onMessage(handler: MessageHandler): void {
    this.handlers.push(handler);
  }

  onShardedMessage(handler: MessageHandler): void {
    this.shardedHandlers.push(handler);
  }

  /** Calls back when a node of a cluster ends a subscription by itself. */
  onUnsubscribed(listener: () => void): void {
    // ioredis emits this for its own cluster client. The rehearsal checks that it does.
    this.redis.on('moved', listener);
  }
}
