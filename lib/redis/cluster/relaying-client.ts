import type { MessageHandler } from '../commands/clients.js';
import { MessageHandlers } from '../commands/message-handlers.js';
import type { RedisClient } from '../client/redis-client.js';

/** The listeners of a client that changes its connection: what they hear comes from whichever it has at the moment. */
export abstract class RelayingClient {
  protected readonly closeListeners = new Set<() => void>();
  private readonly readyListeners: (() => void)[] = [];
  private readonly heldUpListeners: (() => void)[] = [];
  private readonly handlers = new MessageHandlers();
  private readonly shardedHandlers = new MessageHandlers();

  onReady(listener: () => void): void {
    this.readyListeners.push(listener);
  }

  onHeldUp(listener: () => void): void {
    this.heldUpListeners.push(listener);
  }

  onClose(listener: () => void): () => void {
    this.closeListeners.add(listener);
    return () => this.closeListeners.delete(listener);
  }

  onMessage(listener: MessageHandler): () => void {
    return this.handlers.add(listener);
  }

  onShardedMessage(listener: MessageHandler): () => void {
    return this.shardedHandlers.add(listener);
  }

  /** Passes on what a connection says, for as long as it is the current one. */
  protected relay(client: RedisClient, isCurrent: () => boolean): void {
    client.onReady(() => {
      if (isCurrent()) tell(this.readyListeners);
    });
    client.onHeldUp(() => {
      if (isCurrent()) tell(this.heldUpListeners);
    });
    client.onClose(() => {
      if (isCurrent()) this.tellClosed();
    });
    client.onMessage((...message) => {
      if (isCurrent()) this.handlers.tell(...message);
    });
    client.onShardedMessage((...message) => {
      if (isCurrent()) this.shardedHandlers.tell(...message);
    });
  }

  protected tellClosed(): void {
    tell(this.closeListeners);
  }
}

/** A listener may take itself away while it is told. */
function tell(listeners: Iterable<() => void>): void {
  for (const listener of [...listeners]) listener();
}
