import { defineCommand } from '../frame/command-spec.js';
import { steerRedisAlone } from '../redis-alone/steer-redis-alone.js';
import { resumeFunction, type ResumedFunction } from '../steering/resume-function.js';
import { addFleetOptions, type FleetChoice } from './fleet-options.js';
import { countedProcesses, processesText } from './processes-text.js';

export const resume = defineCommand<FleetChoice>({
  usage: 'resume <function>',
  effect: 'changes',
  summary: 'End the pause of a function in all processes of the fleet.',
  examples: ['resume Shop.onOrder', 'resume Shop.onOrder --redis redis://127.0.0.1:6379 --fleet shop'],
  loadsHandlers: true,
  configure: (command) => void addFleetOptions(command),
  async run({ args: [functionId = ''], options: { redis, fleet: fleetName }, output, programs }) {
    const resumed =
      redis === undefined
        ? await programs.run('resume', { functionId, fleetName: fleetName ?? null })
        : await steerRedisAlone(redis, fleetName, (fleet, known) => resumeFunction(fleet, functionId, known));
    output.data(resumed, () => textOf(resumed));
    return undefined;
  },
});

function textOf(resumed: ResumedFunction): string {
  const { functionId, fleet, wasPaused, pausedByThemselves } = resumed;
  const own = `It stays paused in ${countedProcesses(pausedByThemselves)}, by runtime.pause.`;
  return [
    wasPaused
      ? `Resumed ${functionId}${processesText(resumed)}`
      : `The fleet ${fleet} had not paused ${functionId}.`,
    ...(pausedByThemselves > 0 ? [own] : []),
  ].join('\n');
}
