import type { MessageHandler } from '../../commands/clients.js';
import type { ReplyPicker } from './reply-interceptor.js';
import { respType, type RespCursor } from './resp-cursor.js';

/**
 * Takes the messages of subscriptions out of the replies, because ioredis decodes all of their texts and emits two
 * events for each. ioredis still gets what it has to know: that a subscription began or ended.
 */
export function messagePicker({ onMessage, onShardedMessage }: MessageHandlers): ReplyPicker {
  const message = messageReader('message', 1, onMessage);
  const sharded = messageReader('smessage', 1, onShardedMessage);
  const ofPattern = messageReader('pmessage', 2, onMessage);
  return ({ cursor, type }) => {
    // Under RESP2 messages are arrays.
    if (type === respType.map) return undefined;
    const size = cursor.readNumber();
    const isPicked = size === 4 ? ofPattern(cursor) : size === 3 && (message(cursor) || sharded(cursor));
    return isPicked ? nothing : undefined;
  };
}

const nothing = Buffer.alloc(0);

/** Whom messages are handed to. */
export interface MessageHandlers {
  /** Those of channels and patterns. */
  readonly onMessage: MessageHandler;
  /** Those of sharded channels. */
  readonly onShardedMessage: MessageHandler;
}

/** Reads a message if it is of this kind. Most have the same channel or pattern as the one before, which is reused. */
function messageReader(
  kind: string,
  sources: 1 | 2,
  handler: MessageHandler,
): (cursor: RespCursor) => boolean {
  const kindBytes = Buffer.from(kind);
  let source = nothing;
  return (cursor) => {
    if (!cursor.isAt(respType.blobString) || !cursor.skipIfEqual(kindBytes)) return false;
    if (!cursor.skipIfEqual(source)) source = Buffer.from(cursor.readBytes());
    if (sources === 1) handler(source, cursor.readBytes());
    else handler(cursor.readBytes(), cursor.readBytes(), source);
    return true;
  };
}
