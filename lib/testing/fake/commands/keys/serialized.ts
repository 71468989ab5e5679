import type { Bytes } from '../../resp/bytes.js';
import { ok, type Reply } from '../../resp/reply.js';
import { CommandError, syntaxError } from '../../engine/command-error.js';
import type { Value } from '../../engine/values.js';
import { BadFormat } from '../../rdb/bad-format.js';
import { seal, unseal } from '../../rdb/payload.js';
import { deserializedValue } from '../../rdb/read-value.js';
import { serializedValue } from '../../rdb/write-value.js';
import type { RedisVersion } from '../../versions.js';
import type { CommandDeclarations } from '../command.js';
import { oneKey } from '../command-facts.js';
import type { CommandContext } from '../command-context.js';
import { bigInteger } from '../numbers.js';

const restores = { arity: -4, flags: 'write denyoom', keys: oneKey, run: restore } as const;

/** Values as bytes, in the format of Redis' own files: what one server dumps, another restores. */
export const serializedCommands: CommandDeclarations = {
  dump: { arity: 2, flags: 'readonly', keys: oneKey, run: dump },
  restore: { ...restores, categories: 'dangerous' },
  'restore-asking': { ...restores, flags: 'write denyoom asking', categories: 'dangerous' },
};

function dump(context: CommandContext, [, key = '']: readonly Bytes[]): Reply {
  const value = context.db.read(key);
  if (!value) return null;
  return seal(serializedValue(value, context.version), context.engine.profile);
}

function restore(context: CommandContext, args: readonly Bytes[]): Reply {
  const [, key = '', lifetime, payload = ''] = args;
  const { replaces, isAbsolute, idleInS } = restoreOptions(args.slice(4));
  const { db, now, engine } = context;
  if (!replaces && db.has(key)) throw new CommandError('BUSYKEY Target key name already exists.');
  const ttl = bigInteger(lifetime);
  if (ttl < 0n) throw new CommandError('ERR Invalid TTL value, must be >= 0');
  const value = valueIn(payload, engine.profile);
  const isReplaced = db.delete(key);
  const expiresAt = ttl === 0n || isAbsolute ? ttl : BigInt.asIntN(64, ttl + BigInt(Math.floor(now)));
  if (ttl !== 0n && expiresAt <= now) {
    if (isReplaced) context.modified(key, 'g', 'del');
    return ok;
  }
  db.set(key, value);
  if (ttl !== 0n) db.expireAt(key, expiresAt);
  const entry = db.peek(key);
  if (entry && idleInS !== undefined) entry.usedAt = now - idleInS * 1000;
  context.modified(key, 'g', 'restore');
  return ok;
}

interface RestoreOptions {
  readonly replaces: boolean;
  readonly isAbsolute: boolean;
  /** For how long nobody has used it. */
  readonly idleInS: number | undefined;
}

function restoreOptions(words: readonly Bytes[]): RestoreOptions {
  let replaces = false;
  let isAbsolute = false;
  let idle: bigint | undefined;
  let frequency: bigint | undefined;
  for (let position = 0; position < words.length; position++) {
    const word = (words[position] ?? '').toUpperCase();
    const hasNext = position + 1 < words.length;
    if (word === 'REPLACE') replaces = true;
    else if (word === 'ABSTTL') isAbsolute = true;
    else if (word === 'IDLETIME' && hasNext && frequency === undefined) {
      idle = bigInteger(words[++position]);
      if (idle < 0n) throw new CommandError('ERR Invalid IDLETIME value, must be >= 0');
    } else if (word === 'FREQ' && hasNext && idle === undefined) {
      frequency = bigInteger(words[++position]);
      if (frequency < 0n || frequency > 255n) {
        throw new CommandError('ERR Invalid FREQ value, must be >= 0 and <= 255');
      }
    } else throw syntaxError();
  }
  return { replaces, isAbsolute, idleInS: idle === undefined ? undefined : Number(idle) };
}

function valueIn(payload: Bytes, profile: RedisVersion): Value {
  const bytes = unseal(payload, profile);
  if (bytes === undefined) throw new CommandError('ERR DUMP payload version or checksum are wrong');
  try {
    return deserializedValue(bytes);
  } catch (problem) {
    if (problem instanceof BadFormat) throw new CommandError('ERR Bad data format');
    throw problem;
  }
}
