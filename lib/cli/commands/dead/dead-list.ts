import { usageError } from '../../frame/command-error.js';
import { defineCommand } from '../../frame/command-spec.js';
import { addWhere, filtersOf, type FilterOptions } from './filter-options.js';
import { formatCounts, formatGroups, formatLetters } from './format-dead-letters.js';

interface ListOptions extends Pick<FilterOptions, 'where'> {
  readonly group?: true;
  readonly limit: number;
  readonly latest: number;
}

export const deadList = defineCommand<ListOptions>({
  usage: 'list [function]',
  effect: 'reads',
  summary: 'Show the newest dead letters of a function, or how many each function has.',
  examples: [
    'dead list',
    'dead list Shop.onPayment --group',
    'dead list Shop.onPayment --where reason=timed-out --where payload.customer.id=7',
  ],
  loadsHandlers: true,
  configure: (command) =>
    void addWhere(command)
      .option('--group', 'group them by error, ids and numbers in its message aside')
      .option('--limit <count>', 'the most that are shown', countOf, 20)
      .option('--latest <count>', 'the most that are looked at, from the newest on', countOf, 10_000),
  async run({ args: [functionId], options, output, programs }) {
    const { group, limit, latest } = options;
    const filters = filtersOf({ ...(options.where && { where: options.where }) });
    const now = new Date();
    if (functionId === undefined) {
      if (group || filters.length > 0)
        throw usageError('--group and --where need a function', 'Write it behind dead list');
      const counts = await programs.run('countDead', null);
      output.data(counts, () => formatCounts(counts, now, output));
    } else if (group) {
      const seen = await programs.run('groupDead', { functionId, filters, latest });
      output.data(seen, () => formatGroups(seen, filters.length > 0, now, output));
    } else {
      const seen = await programs.run('listDead', { functionId, filters, latest, limit });
      output.data(seen, () => formatLetters(seen, filters.length > 0, now, output));
    }
    return undefined;
  },
});

function countOf(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw usageError(`"${text}" is no whole number above 0`);
  return Number(text);
}
