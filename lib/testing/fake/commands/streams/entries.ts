import type { Bytes } from '../../resp/bytes.js';
import { nullArray, ok, type Reply } from '../../resp/reply.js';
import { CommandError, noSuchKey, syntaxError } from '../../engine/command-error.js';
import { compareIds, type StreamId } from '../../engine/stream/stream-id.js';
import type { CommandDeclarations } from '../command.js';
import { oneKey } from '../command-facts.js';
import type { CommandHandler, CommandContext } from '../command-context.js';
import { integer } from '../numbers.js';
import { rangeEnd, rangeStart, streamId } from './stream-arguments.js';
import { entryReply, take } from './stream-replies.js';

export const entryCommands: CommandDeclarations = {
  xlen: {
    arity: 2,
    flags: 'readonly fast',
    keys: oneKey,
    run: (context, [, key = '']) => context.read(key, 'stream')?.length ?? 0,
  },
  xrange: { arity: -4, flags: 'readonly', keys: oneKey, run: range() },
  xrevrange: { arity: -4, flags: 'readonly', keys: oneKey, run: range({ isReverse: true }) },
  xdel: { arity: -3, flags: 'write fast', keys: oneKey, access: 'W', run: remove },
  xsetid: {
    arity: -3,
    arityBefore: [[7, 3]],
    flags: 'write denyoom fast',
    keys: oneKey,
    access: 'W',
    run: setId,
  },
};

function range({ isReverse = false } = {}): CommandHandler {
  return (context, [, key = '', first = '', second = '', ...options]) => {
    const start = rangeStart(isReverse ? second : first, context.version);
    const end = rangeEnd(isReverse ? first : second, context.version);
    const count = countOption(options);
    const stream = context.read(key, 'stream');
    if (!stream) return [];
    if (count === 0) return nullArray;
    return take(isReverse ? stream.reverseRange(start, end) : stream.range(start, end), count).map(
      entryReply,
    );
  };
}

function countOption(options: readonly Bytes[]): number | undefined {
  let count: number | undefined;
  for (let position = 0; position < options.length; position += 2) {
    if (options[position]?.toUpperCase() !== 'COUNT' || options[position + 1] === undefined)
      throw syntaxError();
    count = Math.max(0, integer(options[position + 1]));
  }
  return count;
}

function remove(context: CommandContext, [, key = '', ...texts]: readonly Bytes[]): Reply {
  const stream = context.forWrite(key, 'stream');
  if (!stream) return 0;
  const ids = texts.map((text) => streamId(text));
  let removed = 0;
  for (const id of ids) {
    if (!stream.delete(id)) continue;
    if (compareIds(id, stream.maxDeletedId) > 0) stream.maxDeletedId = id;
    removed++;
  }
  if (removed > 0) context.modified(key, 't', 'xdel');
  return removed;
}

interface SetIdOptions {
  readonly entriesAdded?: number;
  readonly maxDeletedId?: StreamId;
}

function setId(context: CommandContext, args: readonly Bytes[]): Reply {
  const [, key = '', text] = args;
  const id = streamId(text);
  const { entriesAdded, maxDeletedId } = setIdOptions(context, args.slice(3));
  if (maxDeletedId && compareIds(id, maxDeletedId) < 0) {
    throw new CommandError(
      'ERR The ID specified in XSETID is smaller than the provided max_deleted_entry_id',
    );
  }
  const stream = context.forWrite(key, 'stream');
  if (!stream) throw noSuchKey();
  if (context.version >= 7.2 && compareIds(id, stream.maxDeletedId) < 0) {
    throw new CommandError('ERR The ID specified in XSETID is smaller than current max_deleted_entry_id');
  }
  if (stream.last && compareIds(id, stream.last.id) < 0) {
    throw new CommandError('ERR The ID specified in XSETID is smaller than the target stream top item');
  }
  if (entriesAdded !== undefined && stream.length > entriesAdded) {
    throw new CommandError(
      'ERR The entries_added specified in XSETID is smaller than the target stream length',
    );
  }
  stream.lastId = id;
  if (entriesAdded !== undefined) stream.entriesAdded = entriesAdded;
  if (maxDeletedId) stream.maxDeletedId = maxDeletedId;
  context.notify('t', 'xsetid', key);
  return ok;
}

function setIdOptions({ version }: CommandContext, args: readonly Bytes[]): SetIdOptions {
  if (args.length > 0 && version < 7)
    throw new CommandError("ERR wrong number of arguments for 'xsetid' command");
  let options: SetIdOptions = {};
  for (let position = 0; position < args.length; position += 2) {
    const [word, value] = [args[position]?.toUpperCase(), args[position + 1]];
    if (value === undefined) throw syntaxError();
    if (word === 'ENTRIESADDED') options = { ...options, entriesAdded: addedCount(value) };
    else if (word === 'MAXDELETEDID') options = { ...options, maxDeletedId: streamId(value) };
    else throw syntaxError();
  }
  return options;
}

function addedCount(text: Bytes): number {
  const count = integer(text);
  if (count < 0) throw new CommandError('ERR entries_added must be positive');
  return count;
}
