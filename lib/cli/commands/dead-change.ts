import type { ChangedLetters, LetterChange } from '../actions/change-letters.js';
import { usageError } from '../frame/command-error.js';
import { defineCommand, type CommandSpec } from '../frame/command-spec.js';
import { exitCode } from '../frame/exit-code.js';
import { formatCount } from '../frame/table.js';
import { addChangeOptions, type ChangeOptions } from './dead-options.js';

export const deadReplay = changing('replay', {
  summary:
    'Put the messages of dead letters back where they came from, each in one atomic step; run again, it goes on with what is left.',
  examples: ['dead replay Shop.onPayment --rate 50', 'dead replay Shop.onPayment 1796032366613-0'],
});

export const deadRemove = changing('remove', {
  summary: 'Remove dead letters for good.',
  examples: [
    'dead remove Shop.onPayment --where reason=payload-invalid',
    'dead remove Shop.onPayment 1796032366613-0',
  ],
});

function changing(
  change: LetterChange['change'],
  spec: Pick<CommandSpec, 'summary' | 'examples'>,
): CommandSpec {
  return defineCommand<ChangeOptions>({
    ...spec,
    usage: `${change} <function> [ids...]`,
    effect: 'changes',
    loadsHandlers: true,
    configure: (command) => {
      addChangeOptions(command).option('--rate <count>', 'at most so many a second', rateOf);
    },
    async run({ args: [functionId = '', ...ids], options, output, programs }) {
      const { where = [], rate = null, dryRun = false } = options;
      const changed = await programs.run('changeDead', {
        change,
        functionId,
        selection: { ids, where },
        rate,
        dryRun,
      });
      output.data(changed, () => textOf(changed, change, dryRun));
      return changed.interrupted || changed.error !== undefined ? exitCode.failed : exitCode.done;
    },
  });
}

function textOf(
  { selected, done, gone, interrupted, error }: ChangedLetters,
  change: string,
  dryRun: boolean,
): string {
  const did = change === 'replay' ? 'replayed' : 'removed';
  if (dryRun) return `${formatCount(selected)} would be ${did}.`;
  const others = gone > 0 ? ` ${formatCount(gone)} were gone meanwhile.` : '';
  const early = error === undefined ? '' : ` It ended early: ${error}`;
  const again = interrupted ? ' It was interrupted: run it again to go on.' : '';
  return `${formatCount(done)} of ${formatCount(selected)} ${did}.${others}${early}${again}`;
}

function rateOf(text: string): number {
  const rate = Number(text);
  if (!(rate > 0 && rate <= 1_000_000)) throw usageError(`"${text}" is no rate`, 'Write a number above 0');
  return rate;
}
