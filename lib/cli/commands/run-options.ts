import { Option, type Command } from 'commander';
import type { RunArguments } from '../actions/run-functions.js';

/** The options of what runs functions. */
export interface RunOptions {
  readonly functions?: string;
  readonly untilIdle?: true;
  readonly http?: string;
  readonly verbose?: true;
}

export function addRunOptions(command: Command): Command {
  return command
    .option('--functions <ids>', 'only these functions, separated by commas')
    .addOption(
      new Option('--http <address>', 'serve /livez, /readyz, /metrics and the page, /ui/, there').env(
        'REDIS_TRIGGERS_HTTP',
      ),
    )
    .option('--verbose', 'one line a message');
}

export function runArguments({ functions, untilIdle, http, verbose }: RunOptions): RunArguments {
  return {
    functions: functions?.split(',').map((id) => id.trim()) ?? null,
    untilIdle: untilIdle ?? false,
    http: http ?? null,
    verbose: verbose ?? false,
    unresolvedConnection: null,
  };
}
