import type { InvocationWindow } from '../listeners/window/invocation-window.js';
import type { ChannelMessage } from '../messages/channel-message.js';
import type { PubSubFunction } from '../functions/function-descriptor.js';
import { messageSize } from './message-size.js';

/** Counts the bytes of the messages that wait in a window, and drops the oldest of them when they are too many. */
export class MessageBuffer {
  private bytes = 0;

  constructor(
    private readonly limits: Pick<PubSubFunction, 'bufferLimitInBytes'>,
    private readonly window: Pick<InvocationWindow<ChannelMessage>, 'add' | 'room' | 'waits' | 'dropOldest'>,
  ) {}

  /** Adds a message, and pushes out the oldest until the rest fits. Returns how many were pushed out. */
  push(message: ChannelMessage): number {
    this.addAll([message]);
    let pushedOut = 0;
    while (this.isTooFull) {
      const oldest = this.window.dropOldest();
      if (!oldest) break;
      this.started(oldest);
      pushedOut += 1;
    }
    return pushedOut;
  }

  /** Adds messages without dropping any. */
  addAll(messages: readonly ChannelMessage[]): void {
    for (const message of messages) this.bytes += messageSize(message);
    this.window.add(messages);
  }

  /** The message does not wait anymore. */
  started(message: ChannelMessage): void {
    this.bytes -= messageSize(message);
  }

  /** Whether too many messages or bytes wait. One message may always wait, or it could never be handled. */
  private get isTooFull(): boolean {
    const { window, limits } = this;
    return window.room < 0 || (this.bytes > limits.bufferLimitInBytes && window.waits > 1);
  }
}
