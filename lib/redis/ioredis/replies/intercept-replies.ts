import type { ConnectionStream, DataListener } from '../connection-stream.js';
import { ReplyInterceptor, type ReplyPicker } from './reply-interceptor.js';

/** Puts an interceptor before the decoder of a connection, at a moment when no reply has begun to come. */
export function interceptReplies(
  stream: ConnectionStream,
  decode: DataListener,
  pick: ReplyPicker,
): ReplyInterceptor {
  const interceptor = new ReplyInterceptor(pick, (bytes) => decode.call(stream, bytes));
  stream.prependListener('data', (bytes: Buffer) => interceptor.write(bytes));
  stream.off('data', decode);
  return interceptor;
}
