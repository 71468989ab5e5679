import { now } from '../../../../time/real-timers.js';
import type { Bytes } from '../../resp/bytes.js';
import { error, nullArray, ok, type Reply } from '../../resp/reply.js';
import { CommandError } from '../../engine/command-error.js';
import type { Transaction } from '../../engine/transaction.js';
import { assertStillPermitted } from '../assert-permitted.js';
import type { CommandDeclarations } from '../command.js';
import { allKeys } from '../command-facts.js';
import { CommandContext } from '../command-context.js';
import { noteIfSlow } from '../note-if-slow.js';
import { rememberReads } from '../remember-reads.js';
import { runCommand } from '../run-command.js';
import { tellMonitors } from '../tell-monitors.js';

const plain = 'noscript loading stale fast allow_busy';

export const transactionCommands: CommandDeclarations = {
  multi: { arity: 1, flags: plain, run: begin },
  exec: { arity: 1, flags: 'noscript loading stale skip_slowlog', run: execute },
  discard: { arity: 1, flags: plain, run: discard },
  watch: { arity: -2, flags: plain, keys: allKeys, access: 'R', run: watch },
  unwatch: {
    arity: 1,
    flags: plain,
    run: ({ client, engine }) => {
      engine.watched.forget(client);
      return ok;
    },
  },
};

function begin({ client }: CommandContext): Reply {
  if (client.transaction) throw new CommandError('ERR MULTI calls can not be nested');
  client.transaction = { commands: [], isRefused: false };
  return ok;
}

function execute({ client, engine, commands }: CommandContext): Reply {
  const { transaction, isDirty } = client;
  if (!transaction) throw new CommandError('ERR EXEC without MULTI');
  client.transaction = undefined;
  engine.watched.forget(client);
  if (transaction.isRefused) {
    throw new CommandError('EXECABORT Transaction discarded because of previous errors.');
  }
  if (isDirty) return nullArray;
  const context = new CommandContext(engine, client, commands, 'transaction');
  return transaction.commands.map((queued) => runQueued(context, queued));
}

function runQueued(context: CommandContext, { command, args }: Transaction['commands'][number]): Reply {
  const { client, engine, commands } = context;
  try {
    if (client.user && !command.flags.has('no_auth')) assertStillPermitted(client.user, command, args);
  } catch (problem) {
    if (problem instanceof CommandError) return error(problem.text);
    throw problem;
  }
  const begun = now();
  const reply = runCommand(context, (_, words) => commands.lookup(words).run(context, words), args);
  noteIfSlow(engine, client, command, args, (now() - begun) * 1000);
  rememberReads(engine, client, command, args);
  tellMonitors(context, command, args);
  return reply;
}

function discard({ client, engine }: CommandContext): Reply {
  if (!client.transaction) throw new CommandError('ERR DISCARD without MULTI');
  client.transaction = undefined;
  engine.watched.forget(client);
  return ok;
}

function watch({ client, engine, db }: CommandContext, [, ...keys]: readonly Bytes[]): Reply {
  if (client.transaction) throw new CommandError('ERR WATCH inside MULTI is not allowed');
  for (const key of keys) {
    // A key whose time is over is removed now, not behind the watch.
    db.peek(key);
    engine.watched.watch(client, db.index, key);
  }
  return ok;
}
