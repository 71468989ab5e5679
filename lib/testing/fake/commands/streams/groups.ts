import type { Bytes } from '../../resp/bytes.js';
import { ok, type Reply } from '../../resp/reply.js';
import { CommandError, subcommandSyntax } from '../../engine/command-error.js';
import { ConsumerGroup } from '../../engine/stream/consumer-group.js';
import { Stream } from '../../engine/stream/stream.js';
import type { StreamId } from '../../engine/stream/stream-id.js';
import type { CommandDeclarations } from '../command.js';
import type { CommandContext } from '../command-context.js';
import { helpOf } from '../help.js';
import { integer } from '../numbers.js';
import { obtainConsumer } from './group-lookup.js';
import { rangeStart, streamId } from './stream-arguments.js';

const keys = [2, 2, 1] as const;

export const groupCommands: CommandDeclarations = {
  xgroup: { arity: -2 },
  'xgroup|create': { arity: -5, flags: 'write denyoom', keys, access: 'W', run: create },
  'xgroup|setid': { arity: -5, flags: 'write', keys, access: 'W', run: setId },
  'xgroup|destroy': { arity: 4, flags: 'write', keys, access: 'W', run: destroy },
  'xgroup|createconsumer': {
    arity: 5,
    flags: 'write denyoom',
    keys,
    access: 'W',
    since: 6.2,
    run: createConsumer,
  },
  'xgroup|delconsumer': { arity: 5, flags: 'write', keys, access: 'W', run: deleteConsumer },
  'xgroup|help': {
    arity: 2,
    flags: 'loading stale',
    run: helpOf('XGROUP', {
      'CREATE <key> <groupname> <id|$> [option]':
        "Create a new consumer group. Options are:\n* MKSTREAM\n  Create the empty stream if it does not exist.\n* ENTRIESREAD entries_read\n  Set the group's entries_read counter (internal use).",
      'CREATECONSUMER <key> <groupname> <consumer>': 'Create a new consumer in the specified group.',
      'DELCONSUMER <key> <groupname> <consumer>': 'Remove the specified consumer.',
      'DESTROY <key> <groupname>': 'Remove the specified group.',
      'SETID <key> <groupname> <id|$> [ENTRIESREAD entries_read]':
        'Set the current group ID and entries_read counter.',
    }),
  },
};

interface GroupOptions {
  readonly makesStream: boolean;
  readonly entriesRead: number | undefined;
}

function create(context: CommandContext, args: readonly Bytes[]): Reply {
  const [, , key = '', name = '', text = ''] = args;
  const { makesStream, entriesRead } = groupOptions(context, args);
  const present = context.forWrite(key, 'stream');
  if (!present && !makesStream) throw keyRequired();
  const lastId = groupStart(present, text);
  if (present?.groups.has(name)) throw new CommandError('BUSYGROUP Consumer Group name already exists');
  const stream = context.db.obtain(key, 'stream', () => new Stream());
  if (!present) context.touch(key);
  stream.groups.set(name, new ConsumerGroup(lastId, entriesRead));
  context.notify('t', 'xgroup-create', key);
  return ok;
}

function groupOptions(
  { version }: CommandContext,
  [, name = '', , , , ...words]: readonly Bytes[],
): GroupOptions {
  let makesStream = false;
  let entriesRead: number | undefined;
  for (let position = 0; position < words.length; position++) {
    const word = (words[position] ?? '').toUpperCase();
    if (word === 'MKSTREAM' && name.toLowerCase() === 'create') makesStream = true;
    else if (word === 'ENTRIESREAD' && version >= 7 && words[position + 1] !== undefined) {
      entriesRead = readCount(words[++position]);
    } else throw subcommandSyntax('XGROUP', name, version);
  }
  return { makesStream, entriesRead };
}

function readCount(text: Bytes | undefined): number | undefined {
  const count = integer(text);
  if (count < -1) throw new CommandError('ERR value for ENTRIESREAD must be positive or -1');
  return count < 0 ? undefined : count;
}

function groupStart(stream: Stream | undefined, text: Bytes): StreamId {
  return text === '$' ? (stream?.lastId ?? streamId('0')) : streamId(text);
}

function keyRequired(): CommandError {
  return new CommandError(
    'ERR The XGROUP subcommand requires the key to exist. Note that for CREATE you may want to use the MKSTREAM option to create an empty stream automatically.',
  );
}

/** The stream must be there; the group too, unless it may be missing. */
function existingStream(context: CommandContext, key: Bytes): Stream {
  const stream = context.forWrite(key, 'stream');
  if (!stream) throw keyRequired();
  return stream;
}

function existingGroup(stream: Stream, key: Bytes, name: Bytes): ConsumerGroup {
  const group = stream.groups.get(name);
  if (!group) throw new CommandError(`NOGROUP No such consumer group '${name}' for key name '${key}'`);
  return group;
}

function setId(context: CommandContext, args: readonly Bytes[]): Reply {
  const [, , key = '', name = '', text = ''] = args;
  const { entriesRead } = groupOptions(context, args);
  const stream = existingStream(context, key);
  const group = existingGroup(stream, key, name);
  group.lastId = text === '-' || text === '+' ? rangeStart(text, context.version) : groupStart(stream, text);
  group.entriesRead = entriesRead;
  context.notify('t', 'xgroup-setid', key);
  return ok;
}

function destroy(context: CommandContext, [, , key = '', name = '']: readonly Bytes[]): Reply {
  if (!existingStream(context, key).groups.delete(name)) return 0;
  context.notify('t', 'xgroup-destroy', key);
  context.engine.ready(context.db.index, key);
  return 1;
}

function createConsumer(
  context: CommandContext,
  [, , key = '', name = '', consumer = '']: readonly Bytes[],
): Reply {
  const group = existingGroup(existingStream(context, key), key, name);
  if (group.consumer(consumer)) return 0;
  if (context.version < 7) context.notify('t', 'xgroup-createconsumer', key);
  obtainConsumer(context, key, group, consumer);
  return 1;
}

function deleteConsumer(
  context: CommandContext,
  [, , key = '', name = '', text = '']: readonly Bytes[],
): Reply {
  const group = existingGroup(existingStream(context, key), key, name);
  const consumer = group.consumer(text);
  const removed = consumer ? group.removeConsumer(consumer) : 0;
  if (consumer || context.version < 7) context.notify('t', 'xgroup-delconsumer', key);
  return removed;
}
