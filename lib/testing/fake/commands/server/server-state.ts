import type { Bytes } from '../../resp/bytes.js';
import { ok, type Reply } from '../../resp/reply.js';
import type { CommandDeclarations } from '../command.js';
import type { CommandContext } from '../command-context.js';
import { integer, parseInteger } from '../numbers.js';
import { CommandError } from '../../engine/command-error.js';

export const serverStateCommands: CommandDeclarations = {
  time: { arity: 1, flags: 'loading stale fast', run: time },
  role: { arity: 1, flags: 'noscript loading stale fast', categories: 'admin dangerous', run: role },
  replicaof: { arity: 3, flags: 'admin noscript stale no_async_loading', run: replicaOf },
  slaveof: { arity: 3, flags: 'admin noscript stale no_async_loading', run: replicaOf },
  wait: { arity: 3, flags: 'noscript', categories: 'connection', run: wait },
};

function time({ now }: CommandContext): Reply {
  const inMs = Math.floor(now);
  return [`${Math.floor(inMs / 1000)}`, `${(inMs % 1000) * 1000}`];
}

function role({ engine: { master } }: CommandContext): Reply {
  return master ? ['slave', master.host, master.port, 'connect', -1] : ['master', 0, []];
}

function masterPort(text: Bytes | undefined): number {
  const invalid = (): CommandError => new CommandError('ERR Invalid master port');
  const port = integer(text, invalid);
  if (port < 0 || port > 65_535) throw invalid();
  return port;
}

/** A replica of nothing: it refuses writes, and that is all. */
function replicaOf({ engine }: CommandContext, [, host = '', port]: readonly Bytes[]): Reply {
  if (host.toLowerCase() === 'no' && port?.toLowerCase() === 'one') engine.master = undefined;
  else engine.master = { host, port: masterPort(port) };
  return ok;
}

/** There are no replicas to wait for. */
function wait(context: CommandContext, [, replicas, text]: readonly Bytes[]): Reply {
  const count = integer(replicas);
  const timeout = parseInteger(text);
  if (timeout === undefined) throw new CommandError('ERR timeout is not an integer or out of range');
  if (timeout < 0n) throw new CommandError('ERR timeout is negative');
  if (count <= 0) return 0;
  const deadline = timeout === 0n ? undefined : context.now + Number(timeout);
  return context.block({ keys: [], deadline, attempt: () => undefined, timeoutReply: 0 });
}
