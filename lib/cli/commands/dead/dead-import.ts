import { usageError } from '../../frame/command-error.js';
import { defineCommand } from '../../frame/command-spec.js';
import { exitCode } from '../../frame/exit-code.js';
import { formatCount } from '../../frame/table.js';
import { endMembers, endOf } from './early-end.js';

interface ImportOptions {
  readonly again?: true;
  readonly dryRun?: true;
}

export const deadImport = defineCommand<ImportOptions>({
  usage: 'import <function> [file]',
  effect: 'changes',
  summary:
    'Put exported messages back where they came from, edited or not, and remove their dead letters. Reads standard input without a file, or with -.',
  examples: [
    'dead import Shop.onPayment letters.ndjson',
    'dead import Shop.onPayment - --dry-run < letters.ndjson',
  ],
  loadsHandlers: true,
  configure: (command) =>
    void command
      .option('--again', 'also those whose dead letters are gone: they may be handled twice')
      .option('--dry-run', 'only check each line'),
  async run({ args: [functionId = '', file = '-'], options, output, programs }) {
    const ownInput = file === '-';
    if (ownInput && output.streams.stdin.isTTY)
      throw usageError('there are no lines', 'Name a file, or give them by standard input');
    const { again = false, dryRun = false } = options;
    const request = { functionId, file: ownInput ? null : file, again, dryRun };
    const result = await programs.run('importDead', request, { ownInput });
    const { imported, refused, problems } = result;
    output.data({ functionId, dryRun, imported, refused, problems, ...endMembers(result) }, () =>
      [
        `${dryRun ? 'Would put back' : 'Put back'} ${formatCount(imported)} ${imported === 1 ? 'message' : 'messages'} of ${functionId}.`,
        ...(refused > 0
          ? [
              `Refused ${formatCount(refused)} ${refused === 1 ? 'line' : 'lines'}, and changed nothing for ${refused === 1 ? 'it' : 'them'}.`,
            ]
          : []),
      ].join('\n'),
    );
    const end = endOf(
      result,
      'What was put back is refused the next time, because its dead letter is gone.',
      output,
    );
    return end ?? (refused > 0 ? exitCode.failed : exitCode.done);
  },
});
