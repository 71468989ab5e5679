import { usageError } from '../../frame/command-error.js';
import { defineCommand } from '../../frame/command-spec.js';
import { changeCommand, type ChangeOptions } from './change-command.js';
import { addSelection } from './selection-options.js';

interface ReplayOptions extends ChangeOptions {
  readonly rate?: number;
}

export const deadReplay = defineCommand<ReplayOptions>({
  usage: 'replay <function> [ids...]',
  effect: 'changes',
  summary: 'Put dead letters back where they came from, each in one atomic step.',
  examples: [
    'dead replay Shop.onPayment --all --rate 50/s',
    'dead replay Shop.onPayment --where error=RangeError --dry-run',
    'dead replay Shop.onPayment 1760000000000-0',
  ],
  loadsHandlers: true,
  configure: (command) =>
    void addSelection(command, 'replay').option(
      '--rate <count/s>',
      'the most per second, such as 50/s, or 30/m',
      perSecondOf,
    ),
  run: (invocation) => changeCommand('replay', invocation, invocation.options.rate),
});

function perSecondOf(text: string): number {
  const [, count, unit = 's'] = /^(\d+(?:\.\d+)?)(?:\/(s|m|h))?$/.exec(text) ?? [];
  const perSecond = Number(count) / { s: 1, m: 60, h: 3_600 }[unit as 's' | 'm' | 'h'];
  if (!(perSecond > 0)) throw usageError(`"${text}" is no rate`, 'Write one such as 50/s, 30/m or 0.5/s');
  return perSecond;
}
