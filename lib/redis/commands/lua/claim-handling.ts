import { defineScript } from './script.js';

/**
 * Takes the right to handle what has this id, or takes it for longer, unless it was handled or is with
 * somebody else. The key is deleted first: when memory is full, Redis refuses SET only as the first write of a
 * script.
 *
 * KEYS: the state of the id: `done`, or who handles it. ARGV: who asks; how long the right lasts, in
 * milliseconds. Answers 0 where it was taken, 1 where somebody else has it, 2 where the id was handled.
 */
export const claimHandling = defineScript(
  'claim-handling',
  `
local state = redis.call('GET', KEYS[1])
if state == 'done' then return 2 end
if state and state ~= ARGV[1] then return 1 end
redis.call('DEL', KEYS[1])
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 0
`,
);
