import { defineScript } from './script.js';
import { serverTime } from './server-time.js';

/**
 * Keeps a rate that several processes share: counts what they have taken, and reserves what one of them may take, where as
 * much is free. By the server's time. A field `u<time>` is how many were taken that count until then; `r<id>` is a
 * reservation, how many and until when. All of it expires. The first command takes something away, because when memory is
 * full Redis refuses others only as the first write of a script.
 *
 * KEYS: what was taken. ARGV: how many in how many milliseconds; how many milliseconds are counted as one moment; the id of
 * a new reservation; how many it asks for at most, 0 for none, and at least; how long one lasts, in milliseconds; then, as
 * often as there are any, the id of a reservation that is over and how many were taken with it, or of one that is to last
 * longer and how many it is for, below zero. Answers how many are reserved; where that is 0, also when as many are free at
 * the latest, unless they are reserved until then, and 1 where others may give something back before, else 0.
 */
export const takeAllowed = defineScript(
  'take-allowed',
  `
${serverTime}
local limit, per, step = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local most, least, lasts = tonumber(ARGV[5]), tonumber(ARGV[6]), tonumber(ARGV[7])
redis.call('HDEL', KEYS[1], 'r' .. ARGV[4])
for index = 8, #ARGV, 2 do
  local field, used = 'r' .. ARGV[index], tonumber(ARGV[index + 1])
  redis.call('HDEL', KEYS[1], field)
  if used < 0 then
    redis.call('HSET', KEYS[1], field, string.format('%.0f %.0f', -used, now + lasts))
    redis.call('PEXPIRE', KEYS[1], string.format('%.0f', per + 2 * step + lasts))
  elseif used > 0 then
    local till = (math.floor(now / step) + 2) * step + per
    redis.call('HINCRBY', KEYS[1], string.format('u%.0f', till), ARGV[index + 1])
    redis.call('PEXPIRE', KEYS[1], string.format('%.0f', per + 2 * step + lasts))
  end
end
local used, reserved, ends = 0, 0, {}
local fields = redis.call('HGETALL', KEYS[1])
for index = 1, #fields, 2 do
  local till, count = string.sub(fields[index], 2), fields[index + 1]
  local isUsed = string.sub(fields[index], 1, 1) == 'u'
  if not isUsed then count, till = string.match(count, '^(%d+) (%d+)$') end
  count, till = tonumber(count), tonumber(till)
  if till <= now then redis.call('HDEL', KEYS[1], fields[index])
  elseif isUsed then
    used = used + count
    ends[#ends + 1] = {till, count}
  else reserved = reserved + count end
end
if most == 0 then return {0, 0, 0} end
local free = limit - used - reserved
if free >= least then
  local count = math.min(most, free)
  redis.call('HSET', KEYS[1], 'r' .. ARGV[4], string.format('%.0f %.0f', count, now + lasts))
  redis.call('PEXPIRE', KEYS[1], string.format('%.0f', per + 2 * step + lasts))
  return {count, 0, 0}
end
local held = 0
if reserved > 0 then held = 1 end
table.sort(ends, function(one, other) return one[1] < other[1] end)
for _, each in ipairs(ends) do
  free = free + each[2]
  if free >= least then return {0, each[1] - now, held} end
end
return {0, per, held}
`,
);
