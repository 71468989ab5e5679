import { longestTimerInMs } from '../../time/longest-timer.js';
import { usageError } from '../frame/command-error.js';
import { defineCommand } from '../frame/command-spec.js';
import { formatDuration } from '../frame/duration.js';
import { formatTime } from '../frame/time-of-day.js';
import { steerRedisAlone } from '../redis-alone/steer-redis-alone.js';
import { pauseFunction, type PausedFunction } from '../steering/pause-function.js';
import { durationOf } from './duration-of.js';
import { addFleetOptions, type FleetChoice } from './fleet-options.js';
import { untilText } from './until-text.js';
import { processesText } from './processes-text.js';

export const pause = defineCommand<FleetChoice & { readonly for?: number }>({
  usage: 'pause <function>',
  effect: 'changes',
  summary: 'Pause a function in all processes of the fleet, also in those that start later.',
  examples: [
    'pause Shop.onOrder --for 15m',
    'pause Shop.onOrder --redis redis://127.0.0.1:6379 --fleet shop',
  ],
  loadsHandlers: true,
  configure: (command) =>
    void addFleetOptions(
      command.option(
        '--for <duration>',
        'resume it by itself after so long; default: somebody has to',
        pauseDurationOf,
      ),
    ),
  async run({ args: [functionId = ''], options, output, programs }) {
    const { redis, fleet: fleetName, for: forInMs = null } = options;
    const paused =
      redis === undefined
        ? await programs.run('pause', { functionId, fleetName: fleetName ?? null, forInMs })
        : await steerRedisAlone(redis, fleetName, (fleet, known) =>
            pauseFunction(fleet, functionId, { ...known, forInMs }),
          );
    output.data(paused, () => textOf(paused, forInMs, new Date()));
    return undefined;
  },
});

function textOf(paused: PausedFunction, forInMs: number | null, now: Date): string {
  const { functionId, before, missesMessages, until } = paused;
  const end = until === null ? '' : `, until ${formatTime(new Date(until), now)},`;
  const duration = forInMs === null ? 'until somebody resumes it' : `for ${formatDuration(forInMs)}${end}`;
  return [
    `Paused ${functionId} ${duration}${processesText(paused)}`,
    ...(before ? [beforeText(before, now)] : []),
    ...(missesMessages ? ['Messages that are published meanwhile do not wait: it misses them.'] : []),
  ].join('\n');
}

function beforeText({ since, until }: NonNullable<PausedFunction['before']>, now: Date): string {
  const lasted = formatDuration(now.getTime() - Date.parse(since));
  const left = until === null ? 'no deadline' : untilText(until, now);
  return `It had been paused for ${lasted} already, with ${left}.`;
}

function pauseDurationOf(text: string): number {
  const inMs = Math.round(durationOf(text));
  if (inMs < 1 || inMs > longestTimerInMs)
    throw usageError(`a pause cannot last ${text}`, 'Write a duration up to 24d, or none');
  return inMs;
}
