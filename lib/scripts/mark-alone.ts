import { defineScript } from './script.js';

/**
 * Says which of the elements that a consumer holds runs by itself: should its process die meanwhile, that one is
 * to blame, and nothing else that the consumer holds.
 *
 * KEYS: what the consumer holds; the leases. ARGV: the consumer; the element's id. Answers 1, or 0 where the
 * consumer has no lease.
 */
export const markAlone = defineScript(
  'mark-alone',
  `
local held, leases = KEYS[1], KEYS[2]
if not redis.call('ZSCORE', leases, ARGV[1]) then return 0 end
-- When memory is full, Redis refuses HSET only as the first write of a script.
redis.call('HDEL', held, '')
redis.call('HSET', held, 'alone', ARGV[2])
return 1
`,
);
