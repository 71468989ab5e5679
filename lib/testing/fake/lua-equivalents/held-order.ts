import type { ScriptTools } from '../scripts/scripts.js';
import { textOf, words } from './held-fields.js';

type Call = ScriptTools['call'];

const idsInAPiece = 1_000;

/** The order in which what a consumer holds goes back, as far as it is known for this state of the consumer. */
export function readOrder(
  call: Call,
  held: Buffer | string,
  name: string,
  state: string,
): string[] | undefined {
  const [, pieces, ordered] = /^(\d+) (.*)$/.exec(textOf(call, held, `order:${name}`) ?? '') ?? [];
  if (ordered !== state) return undefined;
  const ids: string[] = [];
  for (let piece = Number(pieces); piece > 0; piece--) {
    ids.push(...words(textOf(call, held, `order:${name}:${piece}`)));
  }
  return ids;
}

/** Writes down in which order the rest goes back; the piece with the highest number is what comes first. */
export function writeOrder(
  call: Call,
  held: Buffer | string,
  name: string,
  state: string,
  ids: readonly string[],
): void {
  let pieces = 0;
  for (let end = ids.length; end > 0; end -= idsInAPiece) {
    pieces += 1;
    const piece = ids.slice(Math.max(0, end - idsInAPiece), end);
    call('HSET', held, `order:${name}:${pieces}`, piece.join(' '));
  }
  if (pieces > 0) call('HSET', held, `order:${name}`, `${pieces} ${state}`);
}
