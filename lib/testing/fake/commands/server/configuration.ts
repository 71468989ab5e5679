import type { Bytes } from '../../resp/bytes.js';
import { mapOf, ok, type Reply } from '../../resp/reply.js';
import { CommandError, subcommandSyntax, wrongArity } from '../../engine/command-error.js';
import { matchesGlob } from '../../engine/glob.js';
import type { CommandDeclarations } from '../command.js';
import type { CommandContext } from '../command-context.js';

const plain = 'admin noscript loading stale';

export const configurationCommands: CommandDeclarations = {
  config: { arity: -2 },
  'config|get': { arity: -3, flags: plain, run: get },
  'config|set': { arity: -4, flags: plain, run: set },
  'config|resetstat': {
    arity: 2,
    flags: plain,
    run: ({ engine }) => {
      engine.commandCount = 0;
      return ok;
    },
  },
};

function get({ engine, version }: CommandContext, [, name = '', ...patterns]: readonly Bytes[]): Reply {
  if (patterns.length > 1 && version < 7) throw subcommandSyntax('CONFIG', name, version);
  const names = engine.config
    .names()
    .filter((name) => patterns.some((pattern) => matchesGlob(pattern, name, { ignoreCase: true })));
  // A name that is no pattern comes back as it was written, since 7.0.
  const written = new Map(version >= 7 ? patterns.map((pattern) => [pattern.toLowerCase(), pattern]) : []);
  return mapOf(names.map((name) => [written.get(name) ?? name, engine.config.get(name)] as const));
}

function set(
  { engine: { config }, version }: CommandContext,
  [, name = '', ...pairs]: readonly Bytes[],
): Reply {
  if (pairs.length % 2 !== 0 || (pairs.length > 2 && version < 7)) {
    throw version < 7 ? subcommandSyntax('CONFIG', name, version) : wrongArity('config|set');
  }
  const settings = pairs.flatMap((word, index) =>
    index % 2 === 0 ? [{ word, name: word.toLowerCase(), value: pairs[index + 1] ?? '' }] : [],
  );
  for (const [index, { word, name: parameter }] of settings.entries()) {
    if (settings.slice(0, index).some((former) => former.name === parameter))
      throw failed(word, 'duplicate parameter', version);
    if (!config.has(parameter) || (version < 7 && config.isImmutable(parameter)))
      throw unknownParameter(word, version);
    if (config.isImmutable(parameter)) throw failed(word, "can't set immutable config", version);
  }
  for (const { word, name: parameter, value } of settings) {
    try {
      config.set(parameter, value);
    } catch (problem) {
      if (problem instanceof CommandError) throw failed(word, problem.text, version, value);
      throw problem;
    }
  }
  return ok;
}

function unknownParameter(name: Bytes, version: number): CommandError {
  return new CommandError(
    version >= 7
      ? `ERR Unknown option or number of arguments for CONFIG SET - '${name}'`
      : `ERR Unsupported CONFIG parameter: ${name}`,
  );
}

function failed(name: Bytes, reason: Bytes, version: number, value: Bytes = ''): CommandError {
  return new CommandError(
    version >= 7
      ? `ERR CONFIG SET failed (possibly related to argument '${name}') - ${reason}`
      : `ERR Invalid argument '${value}' for CONFIG SET '${name}' - ${reason}`,
  );
}
