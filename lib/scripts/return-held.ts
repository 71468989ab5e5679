import { defineScript } from './script.js';
import { serverTime } from './server-time.js';

/**
 * Puts what a consumer holds back where it came from, in one step: what was popped first is the next
 * again. Where nothing is left, the consumer is forgotten with its lease.
 *
 * The consumer itself does so at a stop, and others do it for one that is dead (`expired`): only where
 * its lease is over, and elements are then counted as taken from the dead. Where one of them ran by itself
 * (mark-alone), that is the only one; else those that are no suspects yet, for a suspect runs by itself.
 *
 * What may be refused is tried before the list is touched, so that no element is put back twice.
 *
 * KEYS: the list; what the consumer holds; the leases; the suspects. ARGV: the consumer; `left` or `right`, the end
 * that elements are popped from; `own` or `expired`; how long suspects are remembered, in seconds;
 * from which count on an element is a suspect; the ids that stay where they are. Answers how many elements were put back.
 */
export const returnHeld = defineScript(
  'return-held',
  `
local list, held, leases, suspects = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local consumer, push = ARGV[1], ARGV[2] == 'left' and 'LPUSH' or 'RPUSH'
local isExpired = ARGV[3] == 'expired'
redis.call('LLEN', list)
if isExpired then
  ${serverTime}
  local lease = redis.call('ZSCORE', leases, consumer)
  if not lease or tonumber(lease) > now then return 0 end
end

local stays = {}
for index = 6, #ARGV do stays[ARGV[index]] = true end
local found = redis.call('HGETALL', held)
local returned, left, values = {}, 0, {}
for index = 1, #found, 2 do
  local id = found[index]
  values[id] = found[index + 1]
  local pop, place = string.match(id, '^(%d+):(%d+)$')
  if pop and stays[id] then left = left + 1
  elseif pop then returned[#returned + 1] = { tonumber(pop), tonumber(place), id, found[index + 1] } end
end
table.sort(returned, function(one, other)
  if one[1] ~= other[1] then return one[1] > other[1] end
  return one[2] > other[2]
end)

redis.call('HDEL', held, '')
redis.call('ZREM', leases, '')
local function inPieces(part, act)
  for from = 1, #returned, 1000 do
    local piece = {}
    for index = from, math.min(from + 999, #returned) do piece[#piece + 1] = returned[index][part] end
    act(piece)
  end
end
inPieces(4, function(elements) redis.call(push, list, unpack(elements)) end)
inPieces(3, function(ids) redis.call('HDEL', held, unpack(ids)) end)
if left == 0 then
  redis.call('HDEL', held, 'last', 'alone')
  redis.call('ZREM', leases, consumer)
end
if isExpired and #returned > 0 then
  local runsAlone = values.alone and values[values.alone]
  for index = 1, #returned do
    local hash = redis.sha1hex(returned[index][4])
    local count = tonumber(redis.pcall('HGET', suspects, hash) or 0) or 0
    local isBlamed = count < tonumber(ARGV[5])
    if runsAlone then isBlamed = returned[index][3] == values.alone end
    if isBlamed then redis.pcall('HINCRBY', suspects, hash, 1) end
  end
  redis.pcall('EXPIRE', suspects, ARGV[4])
end
return #returned
`,
);
