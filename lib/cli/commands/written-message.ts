import { text } from 'node:stream/consumers';
import type { WrittenMessage } from '../../operating/message-for.js';
import { usageError } from '../frame/command-error.js';
import type { Output } from '../frame/output.js';

/**
 * The message of an argument; without one, what comes from standard input, without a line break at its end. Whether
 * there is something there is told by whether it is a terminal, and by nothing else.
 */
export async function writtenMessage(
  argument: string | undefined,
  source: string | undefined,
  { streams }: Output,
): Promise<WrittenMessage> {
  if (argument !== undefined && argument !== '-') return { text: argument, source: source ?? null };
  if (streams.stdin.isTTY && argument === undefined)
    throw usageError('there is no message', 'Write it behind the function, or give it by standard input');
  const given = await text(streams.stdin);
  return { text: given.replace(/\r?\n$/, ''), source: source ?? null };
}
