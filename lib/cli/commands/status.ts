import { Option } from 'commander';
import { usageError } from '../frame/command-error.js';
import { defineCommand } from '../frame/command-spec.js';
import { exitCode } from '../frame/exit-code.js';
import type { Output } from '../frame/output.js';
import type { FunctionStatus } from '../actions/read-status.js';
import { readRedisAlone } from '../redis-alone/read-redis-alone.js';
import { durationOf } from './duration-of.js';
import { fleetOption, type FleetChoice } from './fleet-options.js';
import { formatRedisAlone } from './format-redis-alone.js';
import { formatStatus } from './format-status.js';
import { passedThresholds, type Thresholds } from './passed-thresholds.js';

interface StatusOptions extends FleetChoice {
  readonly watch?: true;
  readonly maxAge?: number;
  readonly maxDead?: number;
}

const watchEveryInMs = 2_000;

export const status = defineCommand<StatusOptions>({
  usage: 'status',
  effect: 'reads',
  summary:
    'Show what waits for each function, how old it is, its dead letters, and how many processes listen.',
  examples: ['status', 'status --max-age 60s --max-dead 0', 'status --redis redis://127.0.0.1:6379'],
  loadsHandlers: true,
  configure: (command) =>
    void command
      .option('--watch', 'show it again every two seconds, until Ctrl-C')
      .option('--max-age <duration>', 'exit with 4 where an entry has waited longer, such as 60s', durationOf)
      .option('--max-dead <count>', 'exit with 4 where a function has more dead letters', countOf)
      .addOption(fleetOption())
      .addOption(
        new Option('--redis <url>', 'look at this Redis alone, without any handlers').env(
          'REDIS_TRIGGERS_REDIS',
        ),
      ),
  async run({ options, output, programs }) {
    const { watch, maxAge, maxDead, redis, fleet } = options;
    const thresholds = {
      ...(maxAge !== undefined && { maxAgeInMs: maxAge }),
      ...(maxDead !== undefined && { maxDead }),
    };
    if (watch && output.isJson) throw usageError('--watch prints no single document, as --json asks for');
    if (redis !== undefined) {
      if (fleet !== undefined)
        throw usageError(
          '--fleet needs the handlers, and --redis looks at a Redis without any',
          'Give one of them',
        );
      const found = await readRedisAlone(redis);
      output.data(found, () => formatRedisAlone(found, output));
      return undefined;
    }
    const onSnapshot = (value: unknown): void => show(value as FunctionStatus[], thresholds, output, true);
    const statuses = await programs.run(
      'status',
      { watchEveryInMs: watch ? watchEveryInMs : null, fleetName: fleet ?? null },
      { onSnapshot },
    );
    if (!watch) show(statuses, thresholds, output, false);
    return passedThresholds(statuses, thresholds, new Date()).size > 0 ? exitCode.threshold : exitCode.done;
  },
});

function show(
  statuses: readonly FunctionStatus[],
  thresholds: Thresholds,
  output: Output,
  isAgain: boolean,
): void {
  const now = new Date();
  // The screen is cleared, so that the table stays where it is.
  if (isAgain && output.streams.stdout.isTTY) output.streams.stdout.write('\u001b[H\u001b[2J');
  const passed = passedThresholds(statuses, thresholds, now);
  output.data(statuses, () => formatStatus(statuses, passed, now, output));
}

function countOf(text: string): number {
  if (!/^\d+$/.test(text)) throw usageError(`"${text}" is no whole number`);
  return Number(text);
}
