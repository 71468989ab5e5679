import { defineCommand } from '../../frame/command-spec.js';
import { changeCommand, type ChangeOptions } from './change-command.js';
import { addSelection } from './selection-options.js';

export const deadRemove = defineCommand<ChangeOptions>({
  usage: 'remove <function> [ids...]',
  effect: 'changes',
  summary: 'Delete dead letters for good.',
  examples: [
    'dead remove Shop.onPayment 1760000000000-0',
    'dead remove Shop.onPayment --where reason=payload-invalid --dry-run',
    'dead remove Shop.onPayment --all --yes',
  ],
  loadsHandlers: true,
  configure: (command) => void addSelection(command, 'remove'),
  run: (invocation) => changeCommand('remove', invocation),
});
