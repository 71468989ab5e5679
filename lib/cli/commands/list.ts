import { defineCommand } from '../frame/command-spec.js';
import { formatTable, nothing, type Column } from '../frame/table.js';
import type { OptionValue } from '../../operating/function-options.js';
import type { ListedFunction } from '../actions/list-functions.js';

const columns: readonly Column[] = [
  { heading: 'FUNCTION', align: 'left' },
  { heading: 'KIND', align: 'left' },
  { heading: 'SOURCE', align: 'left' },
  { heading: 'CONNECTION', align: 'left' },
  { heading: 'OPTIONS', align: 'left' },
];

export const list = defineCommand({
  usage: 'list [files...]',
  effect: 'reads',
  summary: 'Show the functions and their options, without connecting.',
  examples: ['list', 'list src/handlers --json'],
  loadsHandlers: true,
  async run({ output, programs }) {
    const functions = await programs.run('list', null);
    output.data(functions, () =>
      functions.length === 0
        ? 'The handlers have no function.'
        : formatTable(columns, functions.map(rowOf), (headings) => output.style('bold', headings)),
    );
    return undefined;
  },
});

function rowOf({ id, kind, sources, connection, options, changed }: ListedFunction): string[] {
  const shown = changed.map((name) => textOf(name, options[name]));
  return [id, kind, sources.join(' '), connection, shown.join(' ') || nothing];
}

function textOf(name: string, value: OptionValue | undefined): string {
  if (value === true) return name;
  return `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`;
}
