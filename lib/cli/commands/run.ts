import { Option } from 'commander';
import { defineCommand } from '../frame/command-spec.js';
import { formatCount } from '../frame/table.js';
import type { RunSummary } from '../running/invocation-counts.js';

interface RunOptions {
  readonly functions?: string;
  readonly untilIdle?: true;
  readonly http?: string;
  readonly verbose?: true;
}

export const run = defineCommand<RunOptions>({
  usage: 'run [files...]',
  effect: 'changes',
  summary: 'Run the functions until a signal comes; then finish what runs, and give back what waits.',
  examples: [
    'run src/handlers',
    'run --functions Shop.onOrder,Shop.onPayment --http 127.0.0.1:9400',
    'run --until-idle',
  ],
  loadsHandlers: true,
  configure: (command) =>
    void command
      .option('--functions <ids>', 'only these functions, separated by commas')
      .option('--until-idle', 'end when no message waits; exit with 1 where one failed')
      .addOption(new Option('--http <address>', 'serve /livez and /readyz there').env('REDIS_TRIGGERS_HTTP'))
      .option('--verbose', 'one line a message'),
  async run({ options, output, programs }) {
    const { functions, untilIdle = false, http = null, verbose = false } = options;
    const args = {
      functions: functions?.split(',').map((id) => id.trim()) ?? null,
      untilIdle,
      http,
      verbose,
      readable: output.isLive,
      unresolvedConnection: null,
    };
    const { summary, exitCode } = await programs.run('run', args, { ownOutput: !output.isJson });
    if (output.isJson) output.data(summary, () => '');
    else if (untilIdle) output.log(textOf(summary));
    return exitCode;
  },
});

function textOf({ succeeded, failed, deadLettered }: RunSummary): string {
  return `handled ${formatCount(succeeded)}, failed ${formatCount(failed)}, dead letters ${formatCount(deadLettered)}`;
}
