import type { Bytes } from '../../resp/bytes.js';
import { CommandError, syntaxError } from '../../engine/command-error.js';
import type { CommandContext } from '../command-context.js';
import { integer, parseInteger } from '../numbers.js';

export interface ReadArguments {
  readonly group: { readonly name: Bytes; readonly consumer: Bytes } | undefined;
  /** Zero or undefined: all. */
  readonly count: number | undefined;
  /** Undefined: it does not block. */
  readonly block: { readonly deadline: number | undefined } | undefined;
  readonly noAck: boolean;
  readonly keys: readonly Bytes[];
  readonly ids: readonly Bytes[];
}

type Options = { -readonly [K in 'group' | 'count' | 'block' | 'noAck']?: ReadArguments[K] };

/** The arguments of XREAD and XREADGROUP. */
export function readArguments(context: CommandContext, args: readonly Bytes[]): ReadArguments {
  const name = (args[0] ?? '').toLowerCase();
  const options: Options = {};
  let position = 1;
  for (; position < args.length; position++) {
    const word = (args[position] ?? '').toUpperCase();
    if (word === 'STREAMS' && position + 1 < args.length) break;
    position += readOption(context, args[0] ?? '', word, args.slice(position + 1), options);
  }
  const streams = args.slice(position + 1);
  if (streams.length === 0) throw syntaxError();
  if (streams.length % 2 !== 0) throw unbalanced(name, context.version);
  if (name === 'xreadgroup' && !options.group)
    throw new CommandError('ERR Missing GROUP option for XREADGROUP');
  return {
    group: options.group,
    count: options.count,
    block: options.block,
    noAck: options.noAck ?? false,
    keys: streams.slice(0, streams.length / 2),
    ids: streams.slice(streams.length / 2),
  };
}

/** Takes in one option; how many arguments behind the word belong to it. */
function readOption(
  context: CommandContext,
  written: Bytes,
  word: string,
  [first, second]: readonly Bytes[],
  options: Options,
): number {
  const name = written.toLowerCase();
  if (word === 'BLOCK' && first !== undefined) {
    if (context.caller === 'script' && context.version < 7.2) {
      throw new CommandError(`ERR ${written} command is not allowed with BLOCK option from scripts`);
    }
    options.block = { deadline: blockDeadline(context, first) };
    return 1;
  }
  if (word === 'COUNT' && first !== undefined) {
    options.count = Math.max(0, integer(first));
    return 1;
  }
  if (word === 'GROUP' && first !== undefined && second !== undefined) {
    if (name === 'xread') throw onlyForGroups('GROUP');
    options.group = { name: first, consumer: second };
    return 2;
  }
  if (word !== 'NOACK') throw syntaxError();
  if (name === 'xread') throw onlyForGroups('NOACK');
  options.noAck = true;
  return 0;
}

function blockDeadline({ now }: CommandContext, text: Bytes): number | undefined {
  const timeout = parseInteger(text);
  if (timeout === undefined) throw new CommandError('ERR timeout is not an integer or out of range');
  if (timeout < 0n) throw new CommandError('ERR timeout is negative');
  return timeout === 0n ? undefined : now + Number(timeout);
}

const onlyForGroups = (option: string): CommandError =>
  new CommandError(`ERR The ${option} option is only supported by XREADGROUP. You called XREAD instead.`);

function unbalanced(name: string, version: number): CommandError {
  const [shown, wanted] =
    version < 7.2
      ? ['XREAD', "an ID or '$'"]
      : [`'${name}'`, name === 'xread' ? "an ID, '+', or '$'" : "an ID or '>'"];
  return new CommandError(
    `ERR Unbalanced ${shown} list of streams: for each stream key ${wanted} must be specified.`,
  );
}
