import type { Bench } from './bench.js';
import { measureDrain } from './measure-drain.js';

/** How many messages a second the loop below handled on the machine that the scenarios were written on. */
const reference = 140_000;

/** Fewer messages than so would be handled before V8 has compiled anything. */
const least = 0.2;

/**
 * How fast this machine is beside the one that the scenarios were written on, at most 1: on a slower one fewer messages take
 * the same time.
 */
export async function machineSpeed(bench: Omit<Bench, 'speed'>): Promise<number> {
  const { messagesPerSecond } = await measureDrain(
    { ...bench, speed: 1 },
    {
      label: 'the speed of this machine',
      contestant: 'contestants/list-loop',
      source: 'list',
      messages: 100_000,
      options: { count: 100 },
      handler: 'io',
    },
  );
  return Math.min(1, Math.max(least, messagesPerSecond / reference));
}
