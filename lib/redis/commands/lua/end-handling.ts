import { defineScript } from './script.js';

/**
 * Ends the handling of what has this id. After a success the id is remembered, whoever has the right by then;
 * else the right is given back where it is still held. The key is deleted first, as when the right is taken.
 *
 * KEYS: the state of the id. ARGV: who held the right; how long the id is remembered, in milliseconds, or 0
 * where it was not handled. Answers 1, or 0 where there was nothing to give back.
 */
export const endHandling = defineScript(
  'end-handling',
  `
if ARGV[2] == '0' then
  if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
  redis.call('DEL', KEYS[1])
  return 1
end
redis.call('DEL', KEYS[1])
redis.call('SET', KEYS[1], 'done', 'PX', ARGV[2])
return 1
`,
);
