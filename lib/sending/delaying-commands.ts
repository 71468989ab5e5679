import { delayCall, type Due } from '../delayed/delay.js';
import type { DelayedContent } from '../redis/commands/lua/delayed-content.js';
import { RedisTriggersError } from '../errors/redis-triggers-error.js';
import type { FunctionDescriptor } from '../functions/function-descriptor.js';
import type { CommandSender, RedisCommand } from '../redis/commands/command-sender.js';
import { delayMessages } from '../redis/commands/lua/delay-messages.js';
import { mostWords } from '../redis/commands/lua/script.js';
import { runScript } from '../redis/commands/run-script.js';
import type { WrittenMessage } from './content/written-message.js';
import type { AnySendOptions } from './send-options.js';

/** One command keeps so many messages at most, so that it holds up nobody: all of them, or none. */
export const mostDelayedAtOnce = 1_000;

/** When messages with these options are due; undefined where they are not delayed. */
export function dueOf({ delayInMs = 0, at }: Pick<AnySendOptions, 'delayInMs' | 'at'>): Due | undefined {
  if (at) return { at };
  return delayInMs > 0 ? { inMs: delayInMs } : undefined;
}

/** The commands that keep messages until they are due (EVAL), in their order. */
export function delayingCommands(
  descriptor: FunctionDescriptor,
  source: string,
  messages: readonly WrittenMessage[],
  options: Pick<AnySendOptions, 'maxLength'>,
  due: Due,
): RedisCommand[] {
  assertMoved(descriptor);
  const contents = messages.map((message) => contentOf(message, descriptor, options));
  const commands: RedisCommand[] = [];
  for (let first = 0; first < contents.length; first += mostDelayedAtOnce) {
    const { script, keys, args } = delayCall(source, due, contents.slice(first, first + mostDelayedAtOnce));
    commands.push(['EVAL', script.text, keys.length, ...keys, ...args]);
  }
  return commands;
}

/** Sends such a command without its text, where the server knows that (EVALSHA). */
export function sendsDelays(client: CommandSender): (command: RedisCommand) => Promise<unknown> {
  return ([, , , key = '', ...args]) => runScript(client, delayMessages, [String(key)], args);
}

function contentOf(
  { words }: WrittenMessage,
  descriptor: FunctionDescriptor,
  { maxLength }: Pick<AnySendOptions, 'maxLength'>,
): DelayedContent {
  if (descriptor.kind === 'list') {
    const [body = ''] = words;
    return { kind: 'list', end: descriptor.listPopFromBeginning ? 'right' : 'left', body };
  }
  if (words.length <= mostWords) return { kind: 'stream', fields: words, maxLength };
  const what = `an entry with ${words.length / 2} fields cannot be delayed: a script adds ${mostWords / 2} at most`;
  throw new RedisTriggersError({ code: 'SEND_OPTION_INVALID', place: descriptor.place, what });
}

/** What nobody moves would wait for ever. */
function assertMoved(descriptor: FunctionDescriptor): void {
  if (descriptor.kind !== 'pubsub' && descriptor.delayed) return;
  const what = 'its definition says `delayed: false`, so that nobody would send it when it is due';
  throw new RedisTriggersError({
    code: 'SEND_OPTION_INVALID',
    place: descriptor.place,
    what,
    remedy: 'Remove `delayed: false` from the definition.',
  });
}
