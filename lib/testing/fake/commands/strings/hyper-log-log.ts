import type { Bytes } from '../../resp/bytes.js';
import { ok, type Reply } from '../../resp/reply.js';
import { CommandError } from '../../engine/command-error.js';
import { HyperLogLog } from '../../engine/hyper-log-log.js';
import type { CommandDeclarations } from '../command.js';
import { allKeys, oneKey } from '../command-facts.js';
import type { CommandContext } from '../command-context.js';
import { stringOf, updateString } from './string-values.js';

export const hyperLogLogCommands: CommandDeclarations = {
  pfadd: { arity: -2, flags: 'write denyoom fast', keys: oneKey, run: add },
  pfcount: { arity: -2, flags: 'readonly may_replicate', keys: allKeys, run: count },
  pfmerge: { arity: -2, flags: 'write denyoom', keys: allKeys, access: ['RW', 'R'], run: merge },
};

function parse(text: Bytes | null): HyperLogLog | undefined {
  if (text === null) return undefined;
  const found = HyperLogLog.parse(text);
  if (!found && HyperLogLog.isSparse(text))
    throw new CommandError('INVALIDOBJ Corrupted HLL object detected');
  if (!found) throw new CommandError('WRONGTYPE Key is not a valid HyperLogLog string value.');
  return found;
}

function add(context: CommandContext, [, key = '', ...elements]: readonly Bytes[]): Reply {
  const present = parse(stringOf(context, key));
  const counter = present ?? HyperLogLog.empty();
  const changed = elements.filter((element) => counter.add(element)).length;
  if (present && changed === 0) return 0;
  updateString(context, key, counter.toBytes(), 'pfadd');
  return 1;
}

function count(context: CommandContext, [, ...keys]: readonly Bytes[]): Reply {
  return merged(keys.map((key) => parse(context.read(key, 'string')?.bytes ?? null))).count();
}

function merge(context: CommandContext, [, target = '', ...sources]: readonly Bytes[]): Reply {
  const counters = [target, ...sources].map((key) => parse(stringOf(context, key)));
  updateString(context, target, merged(counters).toBytes(), 'pfadd');
  return ok;
}

function merged(counters: readonly (HyperLogLog | undefined)[]): HyperLogLog {
  const result = HyperLogLog.empty();
  for (const counter of counters) if (counter) result.merge(counter);
  return result;
}
