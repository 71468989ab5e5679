import type { Command } from 'commander';
import type { Choice } from '../../../dead-letter-tools/letter-selection.js';
import { usageError } from '../../frame/command-error.js';
import { addFilters, filtersOf, type FilterOptions } from './filter-options.js';
import { checkedId } from './id-argument.js';

/** The options that choose dead letters to change. */
export interface SelectionOptions extends FilterOptions {
  readonly all?: true;
}

/** Adds the options that choose dead letters to change, and how carefully. */
export function addSelection(command: Command, how: 'replay' | 'remove'): Command {
  return addFilters(command.option('--all', `${how} all that there are now`))
    .option('--dry-run', 'only say how many there are')
    .option('--yes', 'do not ask');
}

/** What was chosen: by ids, by what is in them, or all. Throws where it is not clear which. */
export function choiceOf(ids: readonly string[], options: SelectionOptions): Choice {
  const filters = filtersOf(options);
  const ways = [ids.length > 0, options.all === true, filters.length > 0].filter(Boolean).length;
  if (ways === 0)
    throw usageError('no dead letters are named', 'Write their ids, or --all, --where or --group');
  if (ids.length > 0 && ways > 1) throw usageError('ids cannot be combined with --all, --where and --group');
  if (options.all && filters.length > 0)
    throw usageError('--all cannot be combined with --where and --group');
  return ids.length > 0 ? { ids: ids.map(checkedId) } : { filters };
}
