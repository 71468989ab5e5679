import type { SentMessage } from '../actions/send-message.js';
import { defineCommand } from '../frame/command-spec.js';
import { formatCount } from '../frame/table.js';
import { writtenMessage } from './written-message.js';

export const send = defineCommand<{ readonly to?: string }>({
  usage: 'send <function> [message]',
  effect: 'changes',
  summary:
    'Send a message to where a function listens, once its payload is valid. Reads standard input without a message.',
  examples: [`send Shop.onOrder '{"article":"tea"}'`, 'send Shop.onPayment < payment.json'],
  loadsHandlers: true,
  configure: (command) =>
    void command.option('--to <source>', 'which key or channel, where there are several'),
  async run({ args: [functionId = '', argument], options, output, programs }) {
    const message = await writtenMessage(argument, options.to, output);
    const sent = await programs.run('send', { functionId, message });
    output.data(sent, () => textOf(sent));
    return undefined;
  },
});

function textOf({ to, entryId, length, receivers }: SentMessage): string {
  if (entryId !== undefined) return `Added the entry ${entryId} to ${to}.`;
  if (length !== undefined) return `Pushed to ${to}, whose length is ${formatCount(length)} now.`;
  return `Published to ${to}: ${formatCount(receivers)} ${receivers === 1 ? 'subscriber' : 'subscribers'}.`;
}
