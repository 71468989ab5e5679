import { randomBytes } from 'node:crypto';
import type { Bytes } from '../../resp/bytes.js';
import { double, fields, ok, type Reply } from '../../resp/reply.js';
import { CommandError, subcommandSyntax } from '../../engine/command-error.js';
import type { CommandDeclarations } from '../command.js';
import type { CommandContext } from '../command-context.js';
import { integer } from '../numbers.js';

const admin = 'admin noscript loading stale';

/** The categories, as Redis lists them. */
export const aclCategories =
  'keyspace read write set sortedset list hash string bitmap hyperloglog geo stream pubsub admin fast slow blocking dangerous connection transaction scripting'.split(
    ' ',
  );

export const aclLogCommands: CommandDeclarations = {
  'acl|cat': { arity: -2, flags: 'noscript loading stale', run: listCategory },
  'acl|log': { arity: -2, flags: admin, run: showLog },
  'acl|genpass': { arity: -2, flags: 'noscript loading stale', run: generatePassword },
  'acl|load': { arity: 2, flags: admin, run: noFile },
  'acl|save': { arity: 2, flags: admin, run: noFile },
};

function listCategory(
  { commands, version }: CommandContext,
  [, subcommand = '', name, ...rest]: readonly Bytes[],
): Reply {
  if (rest.length > 0) throw subcommandSyntax('ACL', subcommand, version);
  if (name === undefined) return aclCategories;
  const category = name.toLowerCase();
  if (!aclCategories.includes(category)) throw new CommandError(`ERR Unknown category '${name}'`);
  return commands
    .all()
    .flatMap((command) => [command, ...commands.subcommandsOf(command.name)])
    .filter(({ categories }) => categories.has(category))
    .map((command) => command.name);
}

function showLog({ engine, now, version }: CommandContext, [, , text]: readonly Bytes[]): Reply {
  if (text?.toLowerCase() === 'reset') {
    engine.aclLog.reset();
    return ok;
  }
  const count = text === undefined ? 10 : Math.max(0, integer(text));
  return engine.aclLog.all.slice(0, count).map((entry) =>
    fields({
      count: entry.count,
      reason: entry.reason,
      context: entry.context,
      object: entry.object,
      username: entry.user,
      'age-seconds': double(`${(now - entry.updatedAt) / 1000}`),
      'client-info': entry.clientInfo,
      ...(version >= 7.2 && {
        'entry-id': entry.id,
        'timestamp-created': Math.floor(entry.createdAt),
        'timestamp-last-updated': Math.floor(entry.updatedAt),
      }),
    }),
  );
}

function generatePassword(
  { version }: CommandContext,
  [, subcommand = '', text, ...rest]: readonly Bytes[],
): Reply {
  if (rest.length > 0) throw subcommandSyntax('ACL', subcommand, version);
  const bits = text === undefined ? 256 : integer(text);
  if (bits <= 0 || bits > 4096) {
    throw new CommandError(
      'ERR ACL GENPASS argument must be the number of bits for the output password, a positive number up to 4096',
    );
  }
  const digits = Math.ceil(bits / 4);
  return randomBytes(Math.ceil(digits / 2))
    .toString('hex')
    .slice(0, digits);
}

function noFile(): Reply {
  throw new CommandError(
    'ERR This Redis instance is not configured to use an ACL file. You may want to specify users via the ACL SETUSER command and then issue a CONFIG REWRITE (assuming you have a Redis configuration file set) in order to store users in the Redis configuration.',
  );
}
