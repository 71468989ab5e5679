import type { Bytes } from '../../resp/bytes.js';
import { fields, type Reply } from '../../resp/reply.js';
import { CommandError, syntaxError } from '../../engine/command-error.js';
import type { CommandDeclarations } from '../command.js';
import type { CommandContext } from '../command-context.js';
import { integer } from '../numbers.js';

export const lcsCommands: CommandDeclarations = {
  lcs: { arity: -3, flags: 'readonly', keys: [1, 2, 1], since: 7, run: longestCommon },
};

interface Match {
  readonly first: readonly [number, number];
  readonly second: readonly [number, number];
  readonly length: number;
}

interface LcsOptions {
  readonly onlyLength: boolean;
  readonly withIndexes: boolean;
  readonly withLengths: boolean;
  readonly leastLength: number;
}

function longestCommon(context: CommandContext, args: readonly Bytes[]): Reply {
  const [a, b] = [args[1] ?? '', args[2] ?? ''].map((key) => textOf(context, key));
  const options = lcsOptions(args.slice(3));
  const { text, matches } = compare(a ?? '', b ?? '');
  if (options.withIndexes) {
    const shown = matches.filter(({ length }) => length >= options.leastLength);
    return fields({
      matches: shown.map(({ first, second, length }) => [
        [...first],
        [...second],
        ...(options.withLengths ? [length] : []),
      ]),
      len: text.length,
    });
  }
  return options.onlyLength ? text.length : text;
}

function textOf(context: CommandContext, key: Bytes): Bytes {
  const value = context.db.read(key);
  if (value && value.type !== 'string') {
    throw new CommandError('ERR The specified keys must contain string values');
  }
  return value?.bytes ?? '';
}

function lcsOptions(words: readonly Bytes[]): LcsOptions {
  let options: LcsOptions = { onlyLength: false, withIndexes: false, withLengths: false, leastLength: 0 };
  for (let position = 0; position < words.length; position++) {
    const word = words[position]?.toUpperCase();
    if (word === 'IDX') options = { ...options, withIndexes: true };
    else if (word === 'LEN') options = { ...options, onlyLength: true };
    else if (word === 'WITHMATCHLEN') options = { ...options, withLengths: true };
    else if (word === 'MINMATCHLEN' && words[position + 1] !== undefined) {
      options = { ...options, leastLength: Math.max(0, integer(words[++position])) };
    } else throw syntaxError();
  }
  if (options.withIndexes && options.onlyLength) {
    throw new CommandError('ERR If you want both the length and indexes, please just use IDX.');
  }
  return options;
}

/** The longest common subsequence, and the ranges of which it is made, from the end. */
function compare(a: Bytes, b: Bytes): { readonly text: Bytes; readonly matches: readonly Match[] } {
  const width = b.length + 1;
  const lengths = new Uint32Array((a.length + 1) * width);
  const at = (i: number, j: number): number => lengths[i * width + j] ?? 0;
  for (let i = 1; i <= a.length; i++) {
    for (let j = 1; j <= b.length; j++) {
      lengths[i * width + j] =
        a[i - 1] === b[j - 1] ? at(i - 1, j - 1) + 1 : Math.max(at(i - 1, j), at(i, j - 1));
    }
  }
  const matches: Match[] = [];
  let text = '';
  let open: { aStart: number; aEnd: number; bStart: number; bEnd: number } | undefined;
  const close = (): void => {
    if (!open) return;
    const { aStart, aEnd, bStart, bEnd } = open;
    matches.push({ first: [aStart, aEnd], second: [bStart, bEnd], length: aEnd - aStart + 1 });
    open = undefined;
  };
  for (let i = a.length, j = b.length; i > 0 && j > 0;) {
    if (a[i - 1] === b[j - 1]) {
      text = a.charAt(i - 1) + text;
      if (open && open.aStart === i && open.bStart === j) open = { ...open, aStart: i - 1, bStart: j - 1 };
      else {
        close();
        open = { aStart: i - 1, aEnd: i - 1, bStart: j - 1, bEnd: j - 1 };
      }
      i--;
      j--;
    } else if (at(i - 1, j) > at(i, j - 1)) i--;
    else j--;
  }
  close();
  return { text, matches };
}
