import type { Readable } from 'node:stream';
import { ReplySieve, type ReplyPicker } from './reply-sieve.js';

/**
 * Puts a sieve before the decoder of ioredis, at a moment when no reply is under way. Undefined where ioredis does
 * not listen as it is known to: then it decodes all by itself, as ever.
 */
export function sieveReplies(stream: Readable, pick: ReplyPicker): ReplySieve | undefined {
  // The decoder of a connection is put before all other listeners.
  const [decode] = stream.listeners('data') as ((bytes: Buffer) => void)[];
  if (!decode) return undefined;
  const sieve = new ReplySieve(pick, (bytes) => decode.call(stream, bytes));
  stream.prependListener('data', (bytes: Buffer) => sieve.write(bytes));
  stream.off('data', decode);
  return sieve;
}
