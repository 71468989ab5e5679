import type { Bytes } from '../../resp/bytes.js';

/** The first half of what follows the word STREAMS. */
export function keysBehindStreams(args: readonly Bytes[]): readonly Bytes[] {
  const start = args.findIndex((word, position) => position > 0 && word.toUpperCase() === 'STREAMS') + 1;
  return start === 0 ? [] : args.slice(start, start + Math.floor((args.length - start) / 2));
}
