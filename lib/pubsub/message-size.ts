import type { ChannelMessage } from '../messages/channel-message.js';

/** The bytes of a message that waits in this process: what a publisher decides the size of. */
export function messageSize({ body, channelBytes }: ChannelMessage): number {
  return body.length + channelBytes.length;
}
