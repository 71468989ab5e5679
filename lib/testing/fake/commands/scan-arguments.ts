import type { Bytes } from '../resp/bytes.js';
import type { Reply } from '../resp/reply.js';
import { CommandError, syntaxError } from '../engine/command-error.js';
import { matchesGlob } from '../engine/glob.js';
import type { ValueOf } from '../engine/values.js';
import type { CommandContext } from './command-context.js';
import { integer } from './numbers.js';

export interface ScanArguments {
  readonly cursor: number;
  readonly count: number;
  readonly match?: Bytes;
  readonly type?: Bytes;
}

const greatestCursor = 2n ** 64n - 1n;

/**
 * A cursor as `strtoul` reads it: an empty text is zero, and a negative number counts from the end of 64 bits. Since 8.0
 * neither is one, but spaces before it are skipped.
 */
export function scanCursor(text: Bytes, version: number): number {
  const form = version >= 8 ? /^\s*(\+?)(\d+)$/ : /^([+-]?)(\d+)$/;
  const [matched, sign, digits = ''] = form.exec(text === '' && version < 8 ? '0' : text) ?? [];
  const size = BigInt(digits || '0');
  if (matched === undefined || size > greatestCursor) throw new CommandError('ERR invalid cursor');
  return Number(sign === '-' && size > 0n ? greatestCursor + 1n - size : size);
}

/** cursor [MATCH pattern] [COUNT count] [TYPE type], from a position on. */
export function scanArguments(
  args: readonly Bytes[],
  position: number,
  { version, withType = false }: { readonly version: number; readonly withType?: boolean },
): ScanArguments {
  let found: ScanArguments = { cursor: scanCursor(args[position] ?? '', version), count: 10 };
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

/** HSCAN, SSCAN, ZSCAN: of a key that is missing only the cursor is looked at. */
export function scanElements<T extends 'hash' | 'set' | 'zset'>(
  context: CommandContext,
  args: readonly Bytes[],
  type: T,
  list: (value: ValueOf<T>, isWanted: (name: Bytes) => boolean) => readonly Reply[],
): Reply {
  scanCursor(args[2] ?? '', context.version);
  const value = context.read(args[1] ?? '', type);
  if (!value) return ['0', []];
  const { match = '*' } = scanArguments(args, 2, context);
  return ['0', list(value, (name) => matchesGlob(match, name))];
}

function atLeastOne(count: number): number {
  if (count < 1) throw syntaxError();
  return count;
}
