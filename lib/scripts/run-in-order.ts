import { defineScript } from './script.js';

/**
 * Runs commands one after the other, and none after one that fails. A transaction runs the rest all the same,
 * so that a message whose dead letter cannot be written would be acknowledged.
 *
 * KEYS: the keys of the commands. ARGV: for each command how many words it has, then its words. Answers 1.
 */
export const runInOrder = defineScript(
  'run-in-order',
  `
local from = 1
while from <= #ARGV do
  local words = tonumber(ARGV[from])
  redis.call(unpack(ARGV, from + 1, from + words))
  from = from + words + 1
end
return 1
`,
);
