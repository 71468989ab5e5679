import type { Bytes } from '../../resp/bytes.js';
import type { Reply } from '../../resp/reply.js';
import { CommandError, wrongArity } from '../../engine/command-error.js';
import { Stream } from '../../engine/stream/stream.js';
import {
  compareIds,
  formatId,
  greatestId,
  isSameId,
  nextId,
  parseId,
  smallestId,
  type StreamId,
} from '../../engine/stream/stream-id.js';
import type { CommandDeclarations } from '../command.js';
import { oneKey } from '../command-facts.js';
import type { CommandContext } from '../command-context.js';
import { invalidId } from './stream-arguments.js';
import { isTrimWord, trimArguments, trimStream, type Trim } from './trim.js';

export const addCommands: CommandDeclarations = {
  xadd: { arity: -5, flags: 'write denyoom fast', keys: oneKey, access: 'W', run: add },
};

/** Which id an entry gets: a given one, the next of a given millisecond, or the next of all. */
type WantedId = StreamId | { readonly ms: bigint; readonly seq: 'next' } | 'next';

interface AddArguments {
  readonly id: WantedId;
  readonly fields: readonly Bytes[];
  readonly trim: Trim | undefined;
  readonly onlyIfPresent: boolean;
}

function add(context: CommandContext, args: readonly Bytes[]): Reply {
  const [, key = ''] = args;
  const { id: wanted, fields, trim, onlyIfPresent } = addArguments(context, args);
  if (wanted !== 'next' && wanted.seq !== 'next' && isSameId(wanted, smallestId)) {
    throw new CommandError('ERR The ID specified in XADD must be greater than 0-0');
  }
  const present = context.forWrite(key, 'stream');
  if (!present && onlyIfPresent) return null;
  const stream = present ?? new Stream();
  const id = chooseId(context, stream, wanted);
  if (!present) context.db.set(key, stream);
  const { config } = context.engine;
  const limits = {
    entries: config.number('stream-node-max-entries'),
    bytes: config.number('stream-node-max-bytes'),
  };
  stream.append({ id, fields }, limits);
  context.modified(key, 't', 'xadd');
  if (trim && trimStream(context, stream, trim) > 0) context.notify('t', 'xtrim', key);
  context.engine.ready(context.db.index, key);
  return formatId(id);
}

function addArguments(context: CommandContext, args: readonly Bytes[]): AddArguments {
  let trim: Trim | undefined;
  let onlyIfPresent = false;
  let position = 2;
  for (; position < args.length; position++) {
    const word = (args[position] ?? '').toUpperCase();
    if (isTrimWord(word, context.version) && position + 1 < args.length) {
      const parsed = trimArguments(context, args, position);
      if (trim && parsed) throw twoTrims();
      trim = parsed?.trim;
      position = (parsed?.end ?? position) - 1;
    } else if (word === 'NOMKSTREAM' && context.version >= 6.2) {
      onlyIfPresent = true;
    } else if (word === 'LIMIT' && context.version >= 6.2 && position + 1 < args.length) {
      throw new CommandError('ERR syntax error, LIMIT cannot be used without specifying a trimming strategy');
    } else break;
  }
  const id = wantedId(args[position], context.version);
  const fields = args.slice(position + 1);
  if (fields.length < 2 || fields.length % 2 !== 0) throw wrongArity('xadd');
  return { id, fields, trim, onlyIfPresent };
}

const twoTrims = (): CommandError =>
  new CommandError('ERR syntax error, MAXLEN and MINID options at the same time are not compatible');

function wantedId(text: Bytes | undefined, version: number): WantedId {
  if (text === '*') return 'next';
  const ms = /^(\d+)-\*$/.exec(text ?? '')?.[1];
  if (ms !== undefined && version >= 7) {
    const id = parseId(ms);
    if (id) return { ms: id.ms, seq: 'next' };
  }
  const id = parseId(text ?? '');
  if (!id) throw invalidId();
  return id;
}

function chooseId(context: CommandContext, stream: Stream, wanted: WantedId): StreamId {
  const { lastId } = stream;
  if (isSameId(lastId, greatestId)) {
    throw new CommandError('ERR The stream has exhausted the last possible ID, unable to add more items');
  }
  const id = resolveId(context, lastId, wanted);
  if (!id || compareIds(id, lastId) <= 0) {
    throw new CommandError(
      'ERR The ID specified in XADD is equal or smaller than the target stream top item',
    );
  }
  return id;
}

function resolveId(context: CommandContext, lastId: StreamId, wanted: WantedId): StreamId | undefined {
  if (wanted === 'next') {
    const ms = BigInt(Math.floor(context.now));
    return ms > lastId.ms ? { ms, seq: 0n } : nextId(lastId);
  }
  if (wanted.seq !== 'next') return { ms: wanted.ms, seq: wanted.seq };
  if (wanted.ms !== lastId.ms) return { ms: wanted.ms, seq: wanted.ms === 0n ? 1n : 0n };
  if (lastId.seq < greatestId.seq) return nextId(lastId);
  // So said Redis 7.0 when a millisecond had no sequence number left.
  if (context.version < 7.2) throw new CommandError('ERR Elements are too large to be stored');
  return undefined;
}
