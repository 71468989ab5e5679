import { text } from 'node:stream/consumers';
import type { ImportedLetters } from '../actions/import-letters.js';
import { usageError } from '../frame/command-error.js';
import { defineCommand } from '../frame/command-spec.js';
import { exitCode } from '../frame/exit-code.js';
import { formatCount } from '../frame/table.js';
import { addWhere, type WhereOptions } from './dead-options.js';

export const deadExport = defineCommand<WhereOptions>({
  usage: 'export <function>',
  effect: 'reads',
  summary: 'Print dead letters byte for byte, one line of JSON each; with --json, one array.',
  examples: [
    'dead export Shop.onPayment > payments.ndjson',
    'dead export Shop.onPayment --where error=RangeError',
  ],
  loadsHandlers: true,
  configure: (command) => void addWhere(command),
  async run({ args: [functionId = ''], options, output, programs }) {
    const all: unknown[] = [];
    const onSnapshot = (value: unknown): void => {
      for (const line of value as string[]) {
        if (output.isJson) all.push(JSON.parse(line));
        else output.write(line);
      }
    };
    const selection = { ids: [], where: options.where ?? [] };
    await programs.run('exportDead', { functionId, selection }, { onSnapshot });
    if (output.isJson) output.data(all, () => '');
    return undefined;
  },
});

interface ImportOptions {
  readonly replay: boolean;
  readonly add?: true;
}

export const deadImport = defineCommand<ImportOptions>({
  usage: 'import <function> [file]',
  effect: 'changes',
  summary:
    'Replace dead letters by the lines of a file, as dead export prints them, and put their messages back: edit and retry.',
  examples: [
    'dead import Shop.onPayment payments.ndjson',
    'dead import Shop.onPayment --no-replay < payments.ndjson',
  ],
  loadsHandlers: true,
  configure: (command) =>
    void command
      .option('--no-replay', 'leave them among the dead letters')
      .option('--add', 'also those that are no longer there, such as of another server'),
  async run({ args: [functionId = '', file], options, output, programs }) {
    if (file === undefined && output.streams.stdin.isTTY)
      throw usageError('there is nothing to import', 'Name a file, or give it by standard input');
    const imported = await programs.run('importDead', {
      functionId,
      file: file ?? null,
      text: file === undefined ? await text(output.streams.stdin) : '',
      replays: options.replay,
      adds: options.add ?? false,
    });
    output.data(imported, () => textOf(imported));
    return imported.interrupted ? exitCode.failed : exitCode.done;
  },
});

function textOf({ imported, replayed, gone, interrupted }: ImportedLetters): string {
  const others = gone > 0 ? ` ${formatCount(gone)} were no longer there.` : '';
  const again = interrupted ? ' It was interrupted: import the file again to go on.' : '';
  return `${formatCount(imported)} imported, ${formatCount(replayed)} replayed.${others}${again}`;
}
