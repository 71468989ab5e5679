import { defineScript } from './script.js';

/**
 * Pushes elements back onto their list, once, however often it is sent: a reply may be lost. A push that is refused is
 * not done: the key that says so goes at once, by a SET that needs no other permission. Also when memory is full, for Redis refuses a script only where its first write may take more memory, and this one's trims nothing.
 *
 * KEYS: the list; a key that says that it was done. ARGV: `LPUSH` or `RPUSH`; for how long that key is kept, in
 * milliseconds; the elements. Answers how many were pushed: 0 where they had been pushed before.
 */
export const returnPopped = defineScript(
  'return-popped',
  `
redis.call('LTRIM', KEYS[1], 0, -1)
if not redis.call('SET', KEYS[2], 'done', 'NX', 'PX', ARGV[2]) then return 0 end
for from = 3, #ARGV, 1000 do
  local reply = redis.pcall(ARGV[1], KEYS[1], unpack(ARGV, from, math.min(from + 999, #ARGV)))
  if type(reply) == 'table' and reply.err then
    redis.call('SET', KEYS[2], 'done', 'PX', 1)
    return reply
  end
end
return #ARGV - 2
`,
);
