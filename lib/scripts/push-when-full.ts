import { defineScript } from './script.js';

/**
 * Pushes elements onto a list also when memory is full: Redis refuses a script only where its first write may
 * take more memory, and this one's trims nothing. For what was popped a moment ago and has to go back.
 *
 * KEYS: the list. ARGV: `LPUSH` or `RPUSH`; the elements. Answers how many there were.
 */
export const pushWhenFull = defineScript(
  'push-when-full',
  `
redis.call('LTRIM', KEYS[1], 0, -1)
for from = 2, #ARGV, 1000 do
  redis.call(ARGV[1], KEYS[1], unpack(ARGV, from, math.min(from + 999, #ARGV)))
end
return #ARGV - 1
`,
);
