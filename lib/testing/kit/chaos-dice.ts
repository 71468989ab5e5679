import { createHash } from 'node:crypto';
import type { InvocationContext } from '../../messages/invocation-context.js';
import type { RawMessage } from '../../messages/raw-message.js';

/** What chance says of an attempt: numbers from 0 up to 1, without 1. */
export interface ChaosDice {
  readonly fail: number;
  readonly duplicate: number;
  readonly delay: number;
}

/**
 * Dice that fall for an attempt as its seed and its messages say. Concurrency does not change them; a stream
 * entry's id does not either, for it is made from the time.
 */
export function chaosDice(seed: number | string): (context: InvocationContext) => ChaosDice {
  const seen = new Map<string, number>();
  return (context) => {
    const hash = createHash('sha256').update(`${seed} ${context.functionId} `);
    hash.update(`${context.attempt} ${context.deliveryCount}`);
    for (const part of context.messages.flatMap(contentOf)) hash.update(`\n${part.length} `).update(part);
    // Messages of the same content do not all meet the same fate.
    const content = hash.digest('base64');
    const occurrence = seen.get(content) ?? 0;
    seen.set(content, occurrence + 1);
    const bytes = createHash('sha256').update(`${occurrence} ${content}`).digest();
    return { fail: fraction(bytes, 0), duplicate: fraction(bytes, 4), delay: fraction(bytes, 8) };
  };
}

function contentOf(message: RawMessage): (string | Buffer)[] {
  if (message.kind === 'stream') return [message.key, ...message.fields.flat()];
  return [message.kind === 'list' ? message.key : message.channel, message.body];
}

function fraction(bytes: Buffer, offset: number): number {
  return bytes.readUInt32BE(offset) / 2 ** 32;
}
