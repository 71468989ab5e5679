import type { Bytes } from '../../resp/bytes.js';
import type { Reply } from '../../resp/reply.js';
import { CommandError } from '../../engine/command-error.js';
import type { CommandDeclarations } from '../command.js';
import { oneKey } from '../command-facts.js';
import type { CommandContext } from '../command-context.js';
import { integer } from '../numbers.js';
import { stringOf, updateString } from './string-values.js';

const longest = 512 * 1024 * 1024;

export const stringRangeCommands: CommandDeclarations = {
  append: { arity: 3, flags: 'write denyoom fast', keys: oneKey, access: 'W', run: append },
  strlen: {
    arity: 2,
    flags: 'readonly fast',
    keys: oneKey,
    run: (context, [, key = '']) => context.read(key, 'string')?.bytes.length ?? 0,
  },
  getrange: { arity: 4, flags: 'readonly', keys: oneKey, run: getRange },
  substr: { arity: 4, flags: 'readonly', keys: oneKey, run: getRange },
  setrange: { arity: 4, flags: 'write denyoom', keys: oneKey, access: 'W', run: setRange },
};

function append(context: CommandContext, [, key = '', added = '']: readonly Bytes[]): Reply {
  const bytes = (stringOf(context, key) ?? '') + added;
  assertLength(bytes.length);
  updateString(context, key, bytes, 'append');
  return bytes.length;
}

function getRange(context: CommandContext, [, key = '', from, to]: readonly Bytes[]): Reply {
  const [start, end] = [integer(from), integer(to)];
  const bytes = context.read(key, 'string')?.bytes ?? '';
  if (start < 0 && end < 0 && start > end) return '';
  const first = Math.max(0, start < 0 ? bytes.length + start : start);
  const last = Math.max(0, end < 0 ? bytes.length + end : end);
  return bytes.slice(first, last + 1);
}

function setRange(context: CommandContext, [, key = '', at, value = '']: readonly Bytes[]): Reply {
  const offset = integer(at);
  if (offset < 0) throw new CommandError('ERR offset is out of range');
  const bytes = stringOf(context, key) ?? '';
  if (value === '') return bytes.length;
  assertLength(offset + value.length);
  const changed = bytes.slice(0, offset).padEnd(offset, '\0') + value + bytes.slice(offset + value.length);
  updateString(context, key, changed, 'setrange');
  return changed.length;
}

function assertLength(length: number): void {
  if (length > longest) {
    throw new CommandError('ERR string exceeds maximum allowed size (proto-max-bulk-len)');
  }
}
