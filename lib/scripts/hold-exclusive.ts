import { defineScript } from './script.js';
import { serverTime } from './server-time.js';

/**
 * Takes a lease or renews it, unless somebody else holds it. By the server's time, so that nobody's clock
 * matters. The lease is deleted first, for when memory is full Redis refuses a script whose first write adds
 * something, and a lease that cannot be renewed would change hands at the worst moment.
 *
 * KEYS: the lease. ARGV: who asks; how long it is to last, how long it is remembered, and how long ago the holder
 * had certainly received everything, in milliseconds. Answers 1 where it is held now, else 0; and, where nobody held
 * it before, how long ago its last holder had certainly received everything, in milliseconds: 0 where it was held
 * without a break, -1 where nobody is remembered.
 */
export const holdExclusive = defineScript(
  'hold-exclusive',
  `
${serverTime}
local lease = redis.call('HMGET', KEYS[1], 'holder', 'since', 'until')
local holder, since, till = lease[1], tonumber(lease[2]), tonumber(lease[3])
if holder and holder ~= ARGV[1] and till > now then return {0, 0} end
local unheld = 0
if not holder then unheld = -1 elseif till <= now then unheld = now - since end
redis.call('DEL', KEYS[1])
redis.call('HSET', KEYS[1], 'holder', ARGV[1], 'since', now - ARGV[4], 'until', now + ARGV[2])
redis.call('PEXPIRE', KEYS[1], ARGV[3])
return {1, unheld}
`,
);
