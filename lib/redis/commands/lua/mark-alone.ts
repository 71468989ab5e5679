import { defineScript } from './script.js';

/**
 * Says which of the elements that a consumer holds runs by itself: should its process die meanwhile, that one is
 * to blame, and nothing else that the consumer holds.
 *
 * KEYS: what is held of the list. ARGV: the consumer; the element's id. Answers 1; 0 where the element is settled
 * already, by a process that had it before; or -1 where the consumer has no lease.
 */
export const markAlone = defineScript(
  'mark-alone',
  `
local held, consumer, id = KEYS[1], ARGV[1], ARGV[2]
if redis.call('HEXISTS', held, 'lease:' .. consumer) == 0 then return -1 end
if redis.call('HEXISTS', held, id) == 0 then return 0 end
-- When memory is full, Redis refuses HSET only as the first write of a script.
redis.call('HDEL', held, '')
redis.call('HSET', held, 'alone:' .. consumer, id)
return 1
`,
);
