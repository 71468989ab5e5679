import { defineCommand } from '../frame/command-spec.js';
import { formatCount } from '../frame/table.js';
import type { RunSummary } from '../running/invocation-counts.js';
import { addRunOptions, runArguments, type RunOptions } from './run-options.js';

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
    void addRunOptions(command).option(
      '--until-idle',
      'end when no message waits; exit with 1 where one failed',
    ),
  async run({ options, output, programs }) {
    const { summary, exitCode } = await programs.run('run', runArguments(options), {
      ownOutput: !output.isJson,
    });
    if (output.isJson) output.data(summary, () => '');
    else if (options.untilIdle) output.log(textOf(summary));
    return exitCode;
  },
});

function textOf({ succeeded, failed, deadLettered }: RunSummary): string {
  return `handled ${formatCount(succeeded)}, failed ${formatCount(failed)}, dead letters ${formatCount(deadLettered)}`;
}
