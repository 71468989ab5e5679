import { defineScript } from './script.js';

/**
 * Runs commands one after the other, and none after one that fails. A transaction runs the rest all the same,
 * so that a message whose dead letter cannot be written would be acknowledged.
 *
 * KEYS: the keys of the commands. ARGV: for each command how many words it has, then its words. Answers as the
 * first command does.
 */
export const runInOrder = defineScript(
  'run-in-order',
  `
local from = 1
local first
while from <= #ARGV do
  local words = tonumber(ARGV[from])
  local reply = redis.call(unpack(ARGV, from + 1, from + words))
  if from == 1 then first = reply end
  from = from + words + 1
end
return first
`,
);
