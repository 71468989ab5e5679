import type { Bytes } from '../../resp/bytes.js';
import { ok, type Reply } from '../../resp/reply.js';
import { CommandError, subcommandSyntax } from '../../engine/command-error.js';
import type { RestorePolicy } from '../../lua/function-libraries.js';
import { BadFormat } from '../../rdb/bad-format.js';
import { seal, unseal } from '../../rdb/payload.js';
import { RdbReader } from '../../rdb/rdb-reader.js';
import { RdbWriter } from '../../rdb/rdb-writer.js';
import { functionOpcode } from '../../rdb/types.js';
import type { CommandDeclarations } from '../command.js';
import type { CommandContext } from '../command-context.js';

/** The libraries of functions as bytes, in the format of Redis' own files. */
export const functionDumpCommands: CommandDeclarations = {
  'function|dump': { arity: 2, flags: 'noscript', since: 7, run: dump },
  'function|restore': { arity: -3, flags: 'write denyoom noscript', since: 7, run: restore },
};

function dump({ engine }: CommandContext): Reply {
  const writer = new RdbWriter();
  for (const { code } of engine.scripts.functions.all()) writer.byte(functionOpcode).string(code);
  return seal(writer.bytes, engine.profile);
}

const policies: Readonly<Record<string, RestorePolicy>> = {
  APPEND: 'append',
  REPLACE: 'replace',
  FLUSH: 'flush',
};

function restore({ engine }: CommandContext, args: readonly Bytes[]): Reply {
  const [, name = '', payload = '', word = 'APPEND', ...rest] = args;
  if (rest.length > 0) throw subcommandSyntax('FUNCTION', name, engine.version);
  const policy = policies[word.toUpperCase()];
  if (!policy) {
    throw new CommandError(
      'ERR Wrong restore policy given, value should be either FLUSH, APPEND or REPLACE.',
    );
  }
  const bytes = unseal(payload, engine.profile);
  if (bytes === undefined) throw new CommandError('ERR DUMP payload version or checksum are wrong');
  engine.scripts.functions.restore(librariesIn(bytes), policy);
  return ok;
}

function librariesIn(bytes: Bytes): Bytes[] {
  const reader = new RdbReader(bytes);
  const libraries: Bytes[] = [];
  try {
    while (!reader.isAtEnd) {
      if (reader.byte() !== functionOpcode) throw new CommandError('ERR given type is not a function');
      libraries.push(reader.string());
    }
  } catch (problem) {
    if (problem instanceof BadFormat) throw new CommandError('ERR Failed loading library payload');
    throw problem;
  }
  return libraries;
}
