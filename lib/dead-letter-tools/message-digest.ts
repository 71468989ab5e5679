import { createHash } from 'node:crypto';
import type { DeadLetter } from '../messages/dead-letter.js';

/** Tells whether two dead letters hold the same message. Six bytes as a number: a million of them need little memory. */
export function messageDigest({ source, message }: Pick<DeadLetter, 'source' | 'message'>): number {
  const hash = createHash('sha1').update(`${source}\n`);
  const parts = message.kind === 'stream' ? message.fields.flat() : [message.body];
  for (const part of parts) hash.update(`${part.length} `).update(part);
  return hash.digest().readUIntBE(0, 6);
}
