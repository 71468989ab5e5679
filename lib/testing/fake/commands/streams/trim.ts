import type { Bytes } from '../../resp/bytes.js';
import { CommandError, notAnInteger, syntaxError } from '../../engine/command-error.js';
import type { Stream } from '../../engine/stream/stream.js';
import { compareIds, type StreamId } from '../../engine/stream/stream-id.js';
import type { CommandDeclarations } from '../command.js';
import { oneKey } from '../command-facts.js';
import type { CommandContext } from '../command-context.js';
import { integer } from '../numbers.js';
import { streamId } from './stream-arguments.js';

/** How far a stream is trimmed. */
export interface Trim {
  readonly keeps: { readonly length: number } | { readonly from: StreamId };
  readonly isApproximate: boolean;
  /** The most entries that one approximate trim removes; zero: no limit. */
  readonly limit: number | undefined;
}

export const trimCommands: CommandDeclarations = {
  xtrim: { arity: -4, arityBefore: [[6.2, -2]], flags: 'write', keys: oneKey, access: 'W', run: trim },
};

function trim(context: CommandContext, args: readonly Bytes[]): number {
  const [, key = ''] = args;
  // Before 6.2 the arguments were not looked at for a missing key.
  if (context.version < 6.2 && !context.forWrite(key, 'stream')) return 0;
  const parsed = trimArguments(context, args, 2);
  if (!parsed || parsed.end !== args.length) throw syntaxError();
  const stream = context.forWrite(key, 'stream');
  if (!stream) return 0;
  const removed = trimStream(context, stream, parsed.trim);
  if (removed > 0) {
    context.notify('t', 'xtrim', key);
    context.touch(key);
  }
  return removed;
}

/** Whether this word begins a trimming form. */
export function isTrimWord(word: string, version: number): boolean {
  return word === 'MAXLEN' || (word === 'MINID' && version >= 6.2);
}

interface ParsedTrim {
  readonly trim: Trim;
  /** The position behind. */
  readonly end: number;
}

/** MAXLEN|MINID [=|~] threshold [LIMIT count], from a position on; undefined when there is no such thing. */
export function trimArguments(
  context: CommandContext,
  args: readonly Bytes[],
  start: number,
): ParsedTrim | undefined {
  const strategy = (args[start] ?? '').toUpperCase();
  if (!isTrimWord(strategy, context.version)) return undefined;
  let position = start + 1;
  const sign = args[position];
  const hasSign = (sign === '~' || sign === '=') && position + 1 < args.length;
  if (hasSign) position++;
  const threshold = args[position];
  if (threshold === undefined) throw syntaxError();
  position++;
  const keeps = strategy === 'MAXLEN' ? { length: maxLength(threshold) } : { from: streamId(threshold) };
  let limit: number | undefined;
  if (
    args[position]?.toUpperCase() === 'LIMIT' &&
    context.version >= 6.2 &&
    args[position + 1] !== undefined
  ) {
    limit = integer(args[position + 1]);
    if (limit < 0) throw new CommandError('ERR The LIMIT argument must be >= 0.');
    position += 2;
    if (sign !== '~')
      throw new CommandError('ERR syntax error, LIMIT cannot be used without the special ~ option');
  }
  return { trim: { keeps, isApproximate: hasSign && sign === '~', limit }, end: position };
}

function maxLength(text: Bytes): number {
  const length = integer(text, notAnInteger);
  if (length < 0) throw new CommandError('ERR The MAXLEN argument must be >= 0.');
  return length;
}

/** Trims; answers how many entries went. */
export function trimStream(
  { engine }: CommandContext,
  stream: Stream,
  { keeps, isApproximate, limit }: Trim,
): number {
  const before = stream.length;
  const most = isApproximate ? (limit ?? 100 * engine.config.number('stream-node-max-entries')) : 0;
  while (stream.length > 0) {
    const node = stream.firstNode();
    if ('length' in keeps && stream.length <= keeps.length) break;
    if (most > 0 && before - stream.length + node.length > most) break;
    const last = node.at(-1);
    const isWhole =
      'length' in keeps
        ? stream.length - node.length >= keeps.length
        : last !== undefined && compareIds(last.id, keeps.from) < 0;
    if (!isWhole) break;
    stream.removeFirstNode();
  }
  if (!isApproximate) trimExactly(stream, keeps);
  return before - stream.length;
}

function trimExactly(stream: Stream, keeps: Trim['keeps']): void {
  for (let { first } = stream; first; { first } = stream) {
    const isKept = 'length' in keeps ? stream.length <= keeps.length : compareIds(first.id, keeps.from) >= 0;
    if (isKept) return;
    stream.delete(first.id);
  }
}
