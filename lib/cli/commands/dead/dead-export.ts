import { defineCommand } from '../../frame/command-spec.js';
import { formatCount } from '../../frame/table.js';
import { endMembers, endOf } from './early-end.js';
import { addFilters, filtersOf, type FilterOptions } from './filter-options.js';

interface ExportOptions extends FilterOptions {
  readonly to?: string;
}

export const deadExport = defineCommand<ExportOptions>({
  usage: 'export <function>',
  effect: 'reads',
  summary: 'Write dead letters as lines of JSON, byte for byte, the oldest first.',
  examples: ['dead export Shop.onPayment --to letters.ndjson', 'dead export Shop.onPayment | jq .error'],
  loadsHandlers: true,
  configure: (command) =>
    void addFilters(command).option('--to <file>', 'a new file, instead of standard output'),
  async run({ args: [functionId = ''], options, output, programs }) {
    const { to } = options;
    const asMembers = to === undefined && output.isJson;
    const request = { functionId, filters: filtersOf(options), file: to ?? null, asMembers };
    if (!asMembers) {
      const result = await programs.run('exportDead', request);
      const { exported } = result;
      const sum = `Exported ${formatCount(exported)} ${exported === 1 ? 'dead letter' : 'dead letters'} of ${functionId}`;
      if (to !== undefined)
        output.data({ functionId, exported, file: to, ...endMembers(result) }, () => `${sum} to ${to}.`);
      return endOf(
        result,
        to === undefined ? `${sum}.` : `${to} was deleted, because it is not whole.`,
        output,
      );
    }
    // One document, although it is never in memory as a whole.
    let isBegun = false;
    const result = await programs.run('exportDead', request, {
      onLines: () => {
        if (!isBegun) output.write('{ "letters": [');
        isBegun = true;
      },
    });
    if (!isBegun) output.write('{ "letters": [');
    output.write(
      `], ${JSON.stringify({ functionId, exported: result.exported, ...endMembers(result) }).slice(1)}`,
    );
    return endOf(result, 'What was written is whole.', output);
  },
});
