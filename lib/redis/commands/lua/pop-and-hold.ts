import { defineScript } from './script.js';

/**
 * Pops elements and keeps them with their consumer, in one step, until they are settled. A pop has a number: sent again
 * after its reply was lost, it answers what it popped then, and pops nothing more. Pops take effect in the order of their
 * numbers: one that comes after a higher one answers nothing.
 *
 * Whatever may be refused (a wrong type, a missing permission) is tried before the list is touched, and
 * the first write is one that Redis allows when memory is full: so an element leaves its list only
 * where it can be kept.
 *
 * An element that was with several processes when they died is a suspect: it is popped alone, because it is handled
 * by itself.
 *
 * KEYS: the list; what is held of it (see `heldKey`). ARGV: the consumer; `left` or `right`; the most elements; the
 * pop's number; 1 where it is sent again; from which count on an element is a suspect, and from which on it does not run
 * at all; the most bytes, which only a single element may exceed. The list is read in pieces, because Redis copies what a
 * script reads.
 *
 * Answers nil where the consumer has no lease; else the elements, and their ids, or none where these follow from
 * the number of the pop.
 */
export const popAndHold = defineScript(
  'pop-and-hold',
  `
local list, held = KEYS[1], KEYS[2]
local consumer, fromLeft, count, pop = ARGV[1], ARGV[2] == 'left', tonumber(ARGV[3]), ARGV[4]
local isAgain, aloneFrom, spentFrom = ARGV[5] == '1', tonumber(ARGV[6]), tonumber(ARGV[7])
local mostBytes = tonumber(ARGV[8])
local known = redis.call('HMGET', held, 'last:' .. consumer, 'backs')
local last, hasBacks = known[1], known[2]
if not last then return false end
local prefix = consumer .. '.' .. pop .. '.'
local elements, ids = {}, {}

if tonumber(pop) <= tonumber(last) then
  local found = {}
  for _, id in ipairs(redis.call('HKEYS', held)) do
    if string.sub(id, 1, #prefix) == prefix then
      found[#found + 1] = { tonumber(string.match(id, '^%d+', #prefix + 1)), id }
    end
  end
  table.sort(found, function(one, other) return one[1] < other[1] end)
  for index = 1, #found do
    ids[index] = found[index][2]
    elements[index] = redis.call('HGET', held, ids[index])
  end
  return { elements, ids }
end

-- What was given back, by the SHA1 of an element: where each of them began, and how often it was with the dead.
local backs = {}
local function backOf(element)
  local hash = redis.sha1hex(element)
  local back = backs[hash]
  if not back then
    back = { rest = redis.call('HGET', held, 'back:' .. hash) or '', from = 1 }
    backs[hash] = back
  end
  local _, till, history = string.find(back.rest, '(%S+)', back.from)
  return back, till, history
end

local pieceSize, piece, bytes = 10, {}, 0
local function elementAt(index)
  local place = (index - 1) % pieceSize + 1
  if place == 1 then
    local last = math.min(index + pieceSize - 1, count)
    if fromLeft then piece = redis.call('LRANGE', list, index - 1, last - 1)
    else piece = redis.call('LRANGE', list, -last, -index) end
  end
  return piece[fromLeft and place or #piece + 1 - place]
end
for index = 1, count do
  local element = elementAt(index)
  if not element then break end
  bytes = bytes + #element
  if index > 1 and bytes > mostBytes then break end
  local id = prefix .. (index - 1)
  local isSuspect = false
  if hasBacks then
    local back, till, history = backOf(element)
    if history then
      local deaths = tonumber(string.match(history, '%d+$'))
      isSuspect = deaths >= aloneFrom and deaths < spentFrom
      if isSuspect and index > 1 then break end
      back.from = till + 1
      id = id .. '/' .. history
    end
  end
  elements[index] = element
  ids[index] = id
  if isSuspect then break end
end

if #elements == 0 and not isAgain then return { elements, {} } end
redis.call('HDEL', held, '')
redis.call('HSET', held, 'last:' .. consumer, last)
if fromLeft then redis.call('LTRIM', list, #elements, -1)
else redis.call('LTRIM', list, 0, -1 - #elements) end
local fields = { 'last:' .. consumer, pop }
for index = 1, #elements do
  fields[#fields + 1] = ids[index]
  fields[#fields + 1] = elements[index]
  if #fields > 2000 then
    redis.call('HSET', held, unpack(fields))
    fields = {}
  end
end
if #fields > 0 then redis.call('HSET', held, unpack(fields)) end
local used = 0
for hash, back in pairs(backs) do
  if back.from > 1 and string.find(back.rest, '%S', back.from) then
    redis.call('HSET', held, 'back:' .. hash, string.sub(back.rest, back.from + 1))
  elseif back.from > 1 then
    redis.call('HDEL', held, 'back:' .. hash)
    used = used + 1
  end
end
if used > 0 and redis.call('HINCRBY', held, 'backs', -used) <= 0 then redis.call('HDEL', held, 'backs') end
return { elements, hasBacks and ids or {} }
`,
);
