import { Option, type Command } from 'commander';
import { usageError } from '../frame/command-error.js';
import { mustBeFleetName } from '../../fleet/fleet-options.js';

/** The options that say which fleet. */
export interface FleetChoice {
  readonly fleet?: string;
  readonly redis?: string;
}

export function fleetOption(): Option {
  return new Option('--fleet <name>', 'the fleet; default: that of the configuration').argParser(fleetNameOf);
}

/** Adds the options of what is done to a whole fleet. */
export function addFleetOptions(command: Command): Command {
  return command
    .addOption(fleetOption())
    .addOption(
      new Option('--redis <url>', 'the Redis of the fleet, without any handlers').env('REDIS_TRIGGERS_REDIS'),
    );
}

function fleetNameOf(text: string): string {
  const wrong = mustBeFleetName(text);
  if (wrong !== undefined)
    throw usageError(`the name of the fleet ${wrong}`, 'Write it as createRuntime has it');
  return text;
}
