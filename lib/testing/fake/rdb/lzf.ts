import type { Bytes } from '../resp/bytes.js';
import { BadFormat } from './bad-format.js';

/** What LZF has made shorter, as it was; `length` is how long it must be. */
export function decompressLzf(packed: Bytes, length: number): Bytes {
  const source = Buffer.from(packed, 'latin1');
  const target = Buffer.alloc(length);
  let written = 0;
  let at = 0;
  const next = (): number => {
    const byte = source[at++];
    if (byte === undefined) throw new BadFormat('compressed bytes end too early');
    return byte;
  };
  while (at < source.length) {
    const control = next();
    if (control < 32) {
      const count = control + 1;
      if (at + count > source.length || written + count > length) throw new BadFormat('a wrong length');
      source.copy(target, written, at, at + count);
      at += count;
      written += count;
      continue;
    }
    let count = control >> 5;
    if (count === 7) count += next();
    count += 2;
    let from = written - ((control & 31) << 8) - next() - 1;
    if (from < 0 || written + count > length) throw new BadFormat('a wrong reference');
    // Byte by byte: what is copied may have been written by this very copy.
    while (count-- > 0) target[written++] = target[from++] ?? 0;
  }
  if (written !== length) throw new BadFormat('a wrong length');
  return target.toString('latin1');
}
