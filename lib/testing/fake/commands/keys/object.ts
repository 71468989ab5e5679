import type { Bytes } from '../../resp/bytes.js';
import type { Reply } from '../../resp/reply.js';
import { CommandError } from '../../engine/command-error.js';
import type { Entry } from '../../engine/database.js';
import type { Value } from '../../engine/values.js';
import type { CommandDeclarations } from '../command.js';
import type { CommandHandler, CommandContext } from '../command-context.js';
import { helpOf } from '../help.js';
import { parseInteger } from '../numbers.js';

const inspects = { arity: 3, flags: 'readonly', keys: [2, 2, 1] } as const;

export const objectCommands: CommandDeclarations = {
  object: { arity: -2 },
  'object|encoding': { ...inspects, run: inspect((entry, context) => encodingOf(entry.value, context)) },
  'object|idletime': {
    ...inspects,
    run: inspect((entry, { now }) => Math.floor((now - entry.usedAt) / 1000)),
  },
  'object|refcount': { ...inspects, run: inspect(({ value }) => (isShared(value) ? 2 ** 31 - 1 : 1)) },
  'object|freq': {
    ...inspects,
    run: inspect(() => {
      throw new CommandError(
        'ERR An LFU maxmemory policy is not selected, access frequency not tracked. Please note that when switching between policies at runtime LRU and LFU data will take some time to adjust.',
      );
    }),
  },
  'object|help': {
    arity: 2,
    flags: 'loading stale',
    run: helpOf('OBJECT', {
      'ENCODING <key>':
        'Return the kind of internal representation used in order to store the value\nassociated with a <key>.',
      'FREQ <key>':
        'Return the access frequency index of the <key>. The returned integer is\nproportional to the logarithm of the recent access frequency of the key.',
      'IDLETIME <key>':
        'Return the idle time of the <key>, that is the approximated number of\nseconds elapsed since the last access to the key.',
      'REFCOUNT <key>': 'Return the number of references of the value associated with the specified\n<key>.',
    }),
  },
};

function inspect(look: (entry: Entry, context: CommandContext) => Reply): CommandHandler {
  return (context, [, , key = '']) => {
    const entry = context.db.peek(key);
    return entry ? look(entry, context) : null;
  };
}

/** Redis has one object for each small integer, which all keys share. */
function isShared(value: Value): boolean {
  return value.type === 'string' && /^(0|[1-9]\d{0,3})$/.test(value.bytes);
}

/** How Redis would hold such a value. It judges by the present content: a real server remembers the past. */
function encodingOf(value: Value, { version }: CommandContext): Bytes {
  const compact = version >= 7 ? 'listpack' : 'ziplist';
  switch (value.type) {
    case 'string':
      return encodingOfString(value.bytes);
    case 'list':
      return version >= 7.2 && value.length <= 128 && isShort(value.slice()) ? 'listpack' : 'quicklist';
    case 'hash':
      return value.fields.size <= 512 && isShort([...value.fields.keys(), ...value.fields.values()])
        ? compact
        : 'hashtable';
    case 'set':
      return encodingOfSet([...value.members], version);
    case 'zset':
      return value.length <= 128 && isShort(value.members.map(({ member }) => member)) ? compact : 'skiplist';
    case 'stream':
      return 'stream';
  }
}

const isShort = (elements: readonly Bytes[]): boolean => elements.every(({ length }) => length <= 64);

function encodingOfString(bytes: Bytes): Bytes {
  if (parseInteger(bytes) !== undefined) return 'int';
  return bytes.length <= 44 ? 'embstr' : 'raw';
}

function encodingOfSet(members: readonly Bytes[], version: number): Bytes {
  if (members.length <= 512 && members.every((member) => parseInteger(member) !== undefined)) return 'intset';
  return version >= 7.2 && members.length <= 128 && isShort(members) ? 'listpack' : 'hashtable';
}
