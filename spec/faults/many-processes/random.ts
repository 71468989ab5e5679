import { createHash } from 'node:crypto';

/** Numbers from 0 up to 1, without 1; the same ones for the same seed. */
export function randomOf(seed: string): () => number {
  let drawn = 0;
  return () => {
    const hash = createHash('sha256').update(`${seed} ${drawn++}`).digest();
    return hash.readUInt32BE(0) / 2 ** 32;
  };
}
