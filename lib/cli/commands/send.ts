import type { SentMessage } from '../../operating/send-to-function.js';
import { usageError } from '../frame/command-error.js';
import { defineCommand } from '../frame/command-spec.js';
import { formatDuration } from '../frame/duration.js';
import { formatCount } from '../frame/table.js';
import { durationOf } from './duration-of.js';
import { writtenMessage } from './written-message.js';

interface SendOptions {
  readonly to?: string;
  readonly delay?: number;
  readonly at?: string;
  readonly raw?: true;
}

export const send = defineCommand<SendOptions>({
  usage: 'send <function> [message]',
  effect: 'changes',
  summary:
    'Send a message to where a function listens, once its payload is valid. Reads standard input without a message.',
  examples: [
    `send Shop.onOrder '{"article":"tea"}'`,
    'send Shop.onPayment < payment.json',
    `send Shop.onOrder '{"article":"tea"}' --delay 15m`,
  ],
  loadsHandlers: true,
  configure: (command) =>
    void command
      .option('--to <source>', 'which key or channel, where there are several')
      .option('--delay <duration>', 'keep it in Redis, to be sent in so long', delayOf)
      .option('--at <time>', 'keep it in Redis, to be sent at a time such as 2030-01-01T08:00:00Z', timeOf)
      .option('--raw', 'send the text as it is, whatever payload the function has'),
  async run({ args: [functionId = '', argument], options, output, programs }) {
    const { delay, at, raw: isRaw = false } = options;
    if (delay !== undefined && at !== undefined) throw usageError('--delay and --at exclude each other');
    const later = at !== undefined ? { at } : delay !== undefined ? { delayInMs: delay } : null;
    const message = await writtenMessage(argument, options.to, output);
    const sent = await programs.run('send', { functionId, message, isRaw, later });
    output.data(sent, () => textOf(sent));
    return undefined;
  },
});

function textOf({ to, entryId, length, receivers, delayInMs, at }: SentMessage): string {
  if (at !== undefined) return `Kept for ${to} until ${at}.`;
  if (delayInMs !== undefined) return `Kept for ${to} for ${formatDuration(delayInMs)}.`;
  if (entryId !== undefined) return `Added the entry ${entryId} to ${to}.`;
  if (length !== undefined) return `Pushed to ${to}, whose length is ${formatCount(length)} now.`;
  return `Published to ${to}: ${formatCount(receivers)} ${receivers === 1 ? 'subscriber' : 'subscribers'}.`;
}

function delayOf(text: string): number {
  const inMs = Math.round(durationOf(text));
  if (inMs >= 1) return inMs;
  throw usageError(
    `a message cannot be delayed by ${text}`,
    'Write a duration of at least 1ms, or leave it out',
  );
}

/** A time with its zone, because that of the machine would be guessed elsewhere; or a day, which begins at midnight UTC. */
function timeOf(text: string): string {
  const time = new Date(text);
  const isWhole = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d))?$/.test(text);
  if (isWhole && !Number.isNaN(time.getTime())) return time.toISOString();
  throw usageError(`"${text}" is no time`, 'Write one with its zone, such as 2030-01-01T08:00:00Z');
}
