import { defineScript } from './script.js';
import { serverTime } from './server-time.js';

/**
 * Puts back what a consumer held in the layout before there was one key for each list, unless its lease still lasts.
 *
 * KEYS: the list; what the consumer holds, a hash of elements by `<pop>:<index>`; the leases, a sorted set; the suspects,
 * a hash of counts by SHA1; what is held of the list (see `heldKey`), for the counts. ARGV: the consumer; `left` or
 * `right`, the end that the elements go to; how long they are remembered, in milliseconds. Answers how many were put
 * back, or -1 where the lease lasts.
 */
export const returnFormer = defineScript(
  'return-former',
  `
local list, former, leases, suspects, held = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]
local consumer, push, rememberedInMs = ARGV[1], ARGV[2] == 'left' and 'LPUSH' or 'RPUSH', tonumber(ARGV[3])
redis.call('LLEN', list)
${serverTime}
local lease = redis.call('ZSCORE', leases, consumer)
if lease and tonumber(lease) > now then return -1 end

local found, elements = redis.call('HGETALL', former), {}
for index = 1, #found, 2 do
  local pop, place = string.match(found[index], '^(%d+):(%d+)$')
  if pop then elements[#elements + 1] = { tonumber(pop), tonumber(place), found[index + 1] } end
end
table.sort(elements, function(one, other)
  if one[1] ~= other[1] then return one[1] > other[1] end
  return one[2] > other[2]
end)
-- When memory is full, Redis refuses what takes more only as the first write of a script.
redis.call('HDEL', former, '')
redis.call('HDEL', held, '')
redis.call('ZREM', leases, '')
for index = 1, #elements do redis.call(push, list, elements[index][3]) end
redis.call('HDEL', former, 'last', 'alone')
for index = 1, #elements do
  local pop, place, element = elements[index][1], elements[index][2], elements[index][3]
  redis.call('HDEL', former, pop .. ':' .. place)
  local hash = redis.sha1hex(element)
  local deaths = (tonumber(redis.call('HMGET', suspects, hash)[1] or '0') or 0) + 1
  local before = redis.call('HMGET', held, 'back:' .. hash)[1]
  local entry = 'former.' .. pop .. '.' .. place .. '/' .. deaths
  redis.call('HSET', held, 'back:' .. hash, (before and before .. ' ' or '') .. entry)
  if not before then redis.call('HINCRBY', held, 'backs', 1) end
end
redis.call('ZREM', leases, consumer)
if #elements > 0 then
  redis.call('HSET', held, 'until', string.format('%.0f', now + rememberedInMs))
  if redis.call('HEXISTS', held, 'consumers') == 0 then redis.call('PEXPIRE', held, rememberedInMs) end
end
return #elements
`,
);
