import type { FunctionDescriptor } from '../functions/function-descriptor.js';
import type { RedisCommand } from '../redis/commands/command-sender.js';
import type { WrittenMessage } from './content/written-message.js';
import { delayingCommands, dueOf } from './delaying-commands.js';
import type { AnySendOptions } from './send-options.js';

/**
 * The commands that send messages to a key or channel, in their order; or that keep them until they are due.
 */
export function commandsFor(
  descriptor: FunctionDescriptor,
  source: string,
  messages: readonly WrittenMessage[],
  options: Omit<AnySendOptions, 'timeoutInMs' | 'duplicates'>,
): RedisCommand[] {
  const due = dueOf(options);
  return due
    ? delayingCommands(descriptor, source, messages, options, due)
    : sendingCommands(descriptor, source, messages, options);
}

/**
 * The commands that send messages to a key or channel, in their order. Those of a list are one command, which Redis runs
 * whole or not at all; else there is one for each message.
 */
function sendingCommands(
  descriptor: FunctionDescriptor,
  source: string,
  messages: readonly WrittenMessage[],
  { maxLength, id = '*' }: Pick<AnySendOptions, 'maxLength' | 'id'>,
): RedisCommand[] {
  switch (descriptor.kind) {
    case 'list': {
      // To the end that is popped last: what is pushed first is handled first, also of many.
      const name = descriptor.listPopFromBeginning ? 'RPUSH' : 'LPUSH';
      return [[name, source, ...messages.flatMap(({ words }) => words)]];
    }
    case 'stream': {
      const trim = maxLength === undefined ? [] : ['MAXLEN', '~', String(maxLength)];
      return messages.map(({ words }) => ['XADD', source, ...trim, id, ...words]);
    }
    case 'pubsub': {
      const name = descriptor.sharded ? 'SPUBLISH' : 'PUBLISH';
      return messages.map(({ words }) => [name, source, ...words]);
    }
  }
}

/** What Redis answered, as a sender gives it out: the id of an entry; the length of a list, the number of receivers. */
export function replyFor({ kind }: FunctionDescriptor, reply: unknown): string | number {
  return kind === 'stream' ? String(reply) : Number(reply);
}
