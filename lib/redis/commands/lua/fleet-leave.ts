import { defineScript } from './script.js';

/**
 * A process of a fleet stops: it is forgotten at once, and another one may read for the fleet. What it has handled stays.
 *
 * KEYS: the processes; this process; who reads for the fleet. ARGV: the id of the process.
 */
export const fleetLeave = defineScript(
  'fleet-leave',
  `
redis.call('DEL', KEYS[2])
redis.call('ZREM', KEYS[1], ARGV[1])
if redis.call('GET', KEYS[3]) == ARGV[1] then redis.call('DEL', KEYS[3]) end
return 1
`,
);
