import type { Readable } from 'node:stream';
import { ReplyInterceptor, type ReplyPicker } from './reply-interceptor.js';

/**
 * Puts a sieve before the decoder of ioredis, at a moment when no reply is under way. Undefined where ioredis does
 * not listen as it is known to: then it decodes all by itself, as ever.
 */
export function interceptReplies(stream: Readable, pick: ReplyPicker): ReplyInterceptor | undefined {
  // The decoder of a connection is put before all other listeners.
  const [decode] = stream.listeners('data') as ((bytes: Buffer) => void)[];
  if (!decode) return undefined;
  const interceptor = new ReplyInterceptor(pick, (bytes) => decode.call(stream, bytes));
  stream.prependListener('data', (bytes: Buffer) => interceptor.write(bytes));
  stream.off('data', decode);
  return interceptor;
}
