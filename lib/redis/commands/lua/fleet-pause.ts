import { defineScript } from './script.js';
import { serverTime } from './server-time.js';

/**
 * Pauses a function in a fleet, in place of any pause before, and forgets pauses that are over. By the server's time, so
 * that all processes resume at the same moment. A pause is the time at which it is over, 0 where somebody has to end it, and
 * the time at which it began; of a pause that is only given another end, that stays.
 *
 * KEYS: the pauses. ARGV: the function; how long it is paused in milliseconds, 0 until somebody ends it. Answers both times.
 */
export const fleetPause = defineScript(
  'fleet-pause',
  `
${serverTime}
local since = now
local pauses = redis.call('HGETALL', KEYS[1])
for index = 1, #pauses, 2 do
  local over, began = string.match(pauses[index + 1], '^(%d+) (%d+)$')
  if over and over ~= '0' and tonumber(over) <= now then redis.call('HDEL', KEYS[1], pauses[index])
  elseif over and pauses[index] == ARGV[1] then since = tonumber(began) end
end
local till = 0
if ARGV[2] ~= '0' then till = now + ARGV[2] end
redis.call('HSET', KEYS[1], ARGV[1], string.format('%.0f %.0f', till, since))
return {till, since}
`,
);
