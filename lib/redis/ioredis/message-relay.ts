import type { Redis } from 'ioredis';
import type { MessageHandler } from '../commands/clients.js';
import { MessageHandlers } from '../commands/message-handlers.js';
import { messagePicker } from './replies/message-picker.js';
import type { ReplyPicker } from './replies/reply-interceptor.js';

/** Hands on the messages of a subscribing client, whether they are picked from its replies or emitted by ioredis. */
export class MessageRelay {
  /** Picks them from the replies of a connection. */
  readonly pick: ReplyPicker;
  private readonly handlers = new MessageHandlers();
  private readonly shardedHandlers = new MessageHandlers();

  constructor(private readonly redis: Redis) {
    const onMessage = this.handlers.tell;
    const onShardedMessage = this.shardedHandlers.tell;
    this.pick = messagePicker({ onMessage, onShardedMessage });
    redis.on('messageBuffer', onMessage);
    redis.on('smessageBuffer', onShardedMessage);
    redis.on('pmessageBuffer', (pattern: Buffer | string, channel: Buffer, body: Buffer) => {
      onMessage(channel, body, Buffer.from(pattern));
    });
  }

  onMessage(handler: MessageHandler): () => void {
    return this.handlers.add(handler);
  }

  onShardedMessage(handler: MessageHandler): () => void {
    return this.shardedHandlers.add(handler);
  }

  /** Calls back when a node of a cluster ends a subscription by itself. */
  onUnsubscribed(listener: () => void): void {
    // ioredis emits this for its own cluster client. The rehearsal checks that it does.
    this.redis.on('moved', listener);
  }
}
