import { defineScript } from './script.js';
import { serverTime } from './server-time.js';

/**
 * Takes a lease or renews it, unless somebody else holds it. By the server's time, so that nobody's clock
 * matters. Where the lease itself is gone (FLUSHALL, DEL, an eviction), its holder may not know yet and still
 * handle messages. Whoever has reason to think so does not take it, but writes one without a name: the holder makes
 * it its own at its next renewal, and it is free when it ends, as after a holder's death. The lease is deleted
 * first, because when memory is full Redis refuses a script whose first write adds something, and a lease that
 * cannot be renewed would change hands at the worst moment.
 *
 * KEYS: the lease. ARGV: who asks; how long it is to last, how long it is remembered, and how long ago who asks
 * had certainly received everything, in milliseconds; `holds` where who asks holds it at this moment, `waits` where
 * it has reason to think that another does, else nothing; and with `waits`, how long ago the other had certainly received
 * everything. Answers 1 where it is held now, else 0. Then, where another holds it, how long ago that one had certainly
 * received everything, in milliseconds; where nobody held it before, the same of its last holder; 0 where it was held
 * without a break, -1 where nobody is remembered.
 */
export const holdExclusive = defineScript(
  'hold-exclusive',
  `
${serverTime}
local function write(holder, age)
  redis.call('DEL', KEYS[1])
  redis.call('HSET', KEYS[1], 'holder', holder, 'since', now - age, 'until', now + ARGV[2])
  redis.call('PEXPIRE', KEYS[1], ARGV[3])
end
local lease = redis.call('HMGET', KEYS[1], 'holder', 'since', 'until')
local holder, since, till = lease[1], tonumber(lease[2]), tonumber(lease[3])
if holder == '' and ARGV[5] == 'holds' then holder = ARGV[1] end
if holder and holder ~= ARGV[1] and till > now then return {0, now - since} end
if not holder and ARGV[5] == 'waits' then
  write('', ARGV[6])
  return {0, tonumber(ARGV[6])}
end
local unheld = 0
if not holder then unheld = -1 elseif till <= now then unheld = now - since end
write(ARGV[1], ARGV[4])
return {1, unheld}
`,
);
