import { defineScript } from './script.js';
import { serverTime } from './server-time.js';

/**
 * Says that a consumer of a list lives, by the server's own clock. A lease that is gone comes back only
 * where the consumer joins: what it held has been given to others.
 *
 * KEYS: the leases, a sorted set of consumers by the end of their lease. ARGV: the consumer; how long the
 * lease lasts, in milliseconds; `join` or `renew`. Answers 1, or 0 where there is no lease to renew.
 */
export const holdLease = defineScript(
  'hold-lease',
  `
local leases, consumer = KEYS[1], ARGV[1]
if ARGV[3] == 'renew' and not redis.call('ZSCORE', leases, consumer) then return 0 end
${serverTime}
-- When memory is full, Redis refuses ZADD only as the first write of a script.
redis.call('ZREM', leases, '')
redis.call('ZADD', leases, string.format('%.0f', now + ARGV[2]), consumer)
return 1
`,
);
