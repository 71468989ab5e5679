import type { Bytes } from '../resp/bytes.js';
import { CommandError, syntaxError } from '../engine/command-error.js';
import { integer } from './numbers.js';

export interface ScanArguments {
  readonly cursor: number;
  readonly count: number;
  readonly match?: Bytes;
  readonly type?: Bytes;
}

/** cursor [MATCH pattern] [COUNT count] [TYPE type], from a position on. */
export function scanArguments(
  args: readonly Bytes[],
  position: number,
  { withType = false } = {},
): ScanArguments {
  const cursor = args[position] ?? '';
  if (!/^\d{1,19}$/.test(cursor)) throw new CommandError('ERR invalid cursor');
  let found: ScanArguments = { cursor: Number(cursor), count: 10 };
  for (let at = position + 1; at < args.length; at += 2) {
    const [option, value] = [args[at]?.toUpperCase(), args[at + 1]];
    if (value === undefined) throw syntaxError();
    if (option === 'MATCH') found = { ...found, match: value };
    else if (option === 'COUNT') found = { ...found, count: atLeastOne(integer(value)) };
    else if (option === 'TYPE' && withType) found = { ...found, type: value };
    else throw syntaxError();
  }
  return found;
}

function atLeastOne(count: number): number {
  if (count < 1) throw syntaxError();
  return count;
}
