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
 * pop's number, to the base 36; 1 where it is sent again; from which count on an element is a suspect, and from which on it does not run
 * at all; the most bytes, which only a single element may exceed. The list is read in pieces, because Redis copies what a
 * script reads; the first is small, because nobody knows how large the elements are.
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

if tonumber(pop, 36) <= tonumber(last, 36) then
  local found, elements, ids = {}, {}, {}
  for _, id in ipairs(redis.call('HKEYS', held)) do
    if string.sub(id, 1, #prefix) == prefix then
      found[#found + 1] = { tonumber(string.match(id, '^%d+', #prefix + 1)), id }
    end
  end
  table.sort(found, function(one, other) return one[1] < other[1] end)
  for index = 1, #found do
    ids[index] = found[index][2]
    elements[index] = redis.call('HMGET', held, ids[index])[1]
  end
  return { elements, ids }
end

-- What was given back, by its field: where each of the equal elements began, and how often it was with the dead.
local backs, fieldOf = {}, {}
local function lookUp(piece)
  local fields = {}
  for index = 1, #piece do
    local element = piece[index]
    if not fieldOf[element] then
      local field = 'back:' .. redis.sha1hex(element)
      fieldOf[element] = field
      fields[#fields + 1] = field
    end
  end
  if #fields == 0 then return end
  local found = redis.call('HMGET', held, unpack(fields))
  for index = 1, #fields do
    if found[index] then backs[fields[index]] = { rest = found[index], from = 1 } end
  end
end

local elements, taken, bytes, isOver = {}, 0, 0, false
local fields = { 'last:' .. consumer, pop }
while taken < count and not isOver do
  local size = math.min(taken == 0 and 10 or 30, count - taken)
  local piece
  if fromLeft then piece = redis.call('LRANGE', list, taken, taken + size - 1)
  else piece = redis.call('LRANGE', list, -taken - size, -taken - 1) end
  local length = #piece
  isOver = length < size
  if hasBacks then lookUp(piece) end
  for place = 1, length do
    local element = piece[fromLeft and place or length + 1 - place]
    bytes = bytes + #element
    if taken > 0 and bytes > mostBytes then
      isOver = true
      break
    end
    local id, isSuspect = prefix .. taken, false
    local back = hasBacks and backs[fieldOf[element]]
    local history, till
    if back then history, till = string.match(back.rest, '(%S+)()', back.from) end
    if history then
      local deaths = tonumber(string.match(history, '%d+$'))
      isSuspect = deaths >= aloneFrom and deaths < spentFrom
      if isSuspect then isOver = true end
      if isSuspect and taken > 0 then break end
      back.from = till
      id = id .. '/' .. history
    end
    taken = taken + 1
    elements[taken] = element
    fields[2 * taken + 1] = id
    fields[2 * taken + 2] = element
    if isSuspect then break end
  end
end

if taken == 0 and not isAgain then return { elements, {} } end
redis.call('HDEL', held, '')
redis.call('HSET', held, 'last:' .. consumer, last)
if fromLeft then redis.call('LTRIM', list, taken, -1)
else redis.call('LTRIM', list, 0, -1 - taken) end
for from = 1, #fields, 2000 do
  redis.call('HSET', held, unpack(fields, from, math.min(from + 1999, #fields)))
end
if not hasBacks then return { elements, {} } end

local used = {}
for field, back in pairs(backs) do
  if back.from > 1 and string.find(back.rest, '%S', back.from) then
    redis.call('HSET', held, field, string.sub(back.rest, back.from + 1))
  elseif back.from > 1 then
    used[#used + 1] = field
  end
end
for from = 1, #used, 1000 do
  redis.call('HDEL', held, unpack(used, from, math.min(from + 999, #used)))
end
if #used > 0 and redis.call('HINCRBY', held, 'backs', -#used) <= 0 then redis.call('HDEL', held, 'backs') end
local ids = {}
for index = 1, taken do ids[index] = fields[2 * index + 1] end
return { elements, ids }
`,
);
