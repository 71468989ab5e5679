import { defineCommand } from '../frame/command-spec.js';
import { writtenMessage } from './written-message.js';

export const invoke = defineCommand<{ readonly to?: string }>({
  usage: 'invoke <function> [message]',
  effect: 'reads',
  summary: 'Run one handler for one message, without any Redis. Reads standard input without a message.',
  examples: [`invoke Shop.onOrder '{"article":"tea"}'`, 'invoke Shop.onPayment --json < payment.json'],
  loadsHandlers: true,
  configure: (command) =>
    void command.option('--to <source>', 'which key or channel, where there are several'),
  async run({ args: [functionId = '', argument], options, output, programs }) {
    const message = await writtenMessage(argument, options.to, output);
    const result = await programs.run('invoke', { functionId, message });
    output.data(result, () =>
      result.returned === null ? `${functionId} succeeded.` : JSON.stringify(result.returned, null, 2),
    );
    return undefined;
  },
});
