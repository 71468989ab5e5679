import type { Command } from 'commander';
import { parseFilter, type LetterFilter } from '../../../dead-letter-tools/letter-filter.js';
import { usageError } from '../../frame/command-error.js';

/** The options that choose dead letters by what is in them. */
export interface FilterOptions {
  readonly where?: readonly LetterFilter[];
  readonly group?: string;
}

/** Adds `--where`, which may be repeated. */
export function addWhere(command: Command): Command {
  return command.option(
    '--where <field=value>',
    'those with this reason, error, group, source, id, attempts, payload.<path> or field of an entry; may be repeated: all must match',
    (text: string, before: readonly LetterFilter[] | undefined) => [...(before ?? []), filterOf(text)],
  );
}

/** Adds `--where`, and `--group` with the name of one. */
export function addFilters(command: Command): Command {
  return addWhere(command).option('--group <name>', 'those of one error, as dead list --group names it');
}

/** All filters that were given. */
export function filtersOf({ where = [], group }: FilterOptions): readonly LetterFilter[] {
  return group === undefined ? where : [...where, { field: 'group', value: group }];
}

function filterOf(text: string): LetterFilter {
  const filter = parseFilter(text);
  if (!filter)
    throw usageError(`"${text}" compares no field`, 'Write --where field=value, such as reason=timed-out');
  return filter;
}
