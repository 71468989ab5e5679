import type { Bytes } from '../../resp/bytes.js';
import { nullArray, ok, type Reply } from '../../resp/reply.js';
import { CommandError } from '../../engine/command-error.js';
import { assertStillPermitted } from '../assert-permitted.js';
import type { CommandDeclarations } from '../command.js';
import { allKeys } from '../command-facts.js';
import { CommandContext } from '../command-context.js';
import { rememberReads } from '../remember-reads.js';
import { runCommand } from '../run-command.js';

const plain = 'noscript loading stale fast';

export const transactionCommands: CommandDeclarations = {
  multi: { arity: 1, flags: plain, run: begin },
  exec: { arity: 1, flags: 'noscript loading stale', run: execute },
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
  return transaction.commands.map(({ command, args }) =>
    runCommand(
      context,
      () => {
        if (client.user && !command.flags.has('no_auth')) assertStillPermitted(client.user, command, args);
        const reply = commands.lookup(args).run(context, args);
        rememberReads(engine, client, command, args);
        return reply;
      },
      args,
    ),
  );
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
