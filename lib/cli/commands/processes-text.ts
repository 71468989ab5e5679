import { formatCount } from '../frame/table.js';
import type { SteeredFunction } from '../steering/find-steered.js';

/** Where a function is paused or resumed: the end of a sentence. */
export function processesText({ fleet, processes }: SteeredFunction): string {
  const verb = processes === 1 ? 'has' : 'have';
  const who = processes === 0 ? 'no process has it at present' : `${countedProcesses(processes)} ${verb} it`;
  return ` in the fleet ${fleet}: ${who}.`;
}

export function countedProcesses(count: number): string {
  return `${formatCount(count)} ${count === 1 ? 'process' : 'processes'}`;
}
