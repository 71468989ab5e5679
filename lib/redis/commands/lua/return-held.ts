import { defineScript } from './script.js';
import { serverTime } from './server-time.js';

/**
 * Puts elements that consumers hold back where they came from: what was popped first is the next again. A consumer
 * that has nothing left is forgotten with its lease.
 *
 * A consumer does so for itself at a stop (`own`); others do it for those whose leases are over (`expired`), and count
 * the elements as taken from the dead; `stray` also returns what belongs to no consumer that is known. Where one
 * of the elements ran by itself (mark-alone), only that one is counted; else those that are no suspects yet, because a
 * suspect runs by itself. What is put back is remembered, by its SHA1: where it began, and its count. So a success
 * that comes late finds it (settle-late), and its count goes on with it.
 *
 * One call puts back so much at most, the last popped first; it is to be called again where there is more. What may be
 * refused is tried before the list is touched, so that no element is put back twice.
 *
 * KEYS: the list; what is held of it (see `heldKey`). ARGV: `own`, `expired` or `stray`; the consumer that asks; how
 * long what was put back is remembered, in milliseconds; the most elements, and about the most bytes; for what is stray,
 * `left` or `right`, the end that it goes to, and from which count on an element is a suspect; the ids that stay where
 * they are. Answers how many elements were put back, 1 where there are more; and of
 * whom: for each consumer its name, its function as far as that is known, and how many.
 */
export const returnHeld = defineScript(
  'return-held',
  `
local list, held = KEYS[1], KEYS[2]
local how, own, rememberedInMs = ARGV[1], ARGV[2], tonumber(ARGV[3])
local mostElements, mostBytes = tonumber(ARGV[4]), tonumber(ARGV[5])
local known = redis.call('HMGET', held, 'consumers', 'until', 'backs')
redis.call('LLEN', list)
${serverTime}
local roster, living, gone, isAnyGone = {}, {}, {}, false
for name in string.gmatch(known[1] or '', '%S+') do
  roster[#roster + 1] = name
  local lease = redis.call('HMGET', held, 'lease:' .. name, 'alone:' .. name)
  local till, side, aloneFrom, id = string.match(lease[1] or '', '^(%d+) (%a+) (%d+) ?(.*)$')
  local isGone = how == 'own' and name == own
  if how ~= 'own' and name ~= own then isGone = not till or tonumber(till) <= now end
  if isGone then
    gone[name] = { side = side or ARGV[6], aloneFrom = tonumber(aloneFrom or ARGV[7]), alone = lease[2], id = id }
    isAnyGone = true
  else living[name] = true end
end
local forgets = known[2] and tonumber(known[2]) <= now
if not isAnyGone and how ~= 'stray' and not forgets then return { 0, 0, {} } end

local stays = {}
for index = 8, #ARGV do stays[ARGV[index]] = true end
-- As long as its handlers run, a consumer must be able to tell that something was taken from it from a deleted key.
if gone[own] and #ARGV >= 8 then gone[own].keeps = true end
local groups, byName, total, backs, staying = {}, {}, 0, {}, 0
local stray = { side = ARGV[6], aloneFrom = tonumber(ARGV[7]) }
for _, id in ipairs(redis.call('HKEYS', held)) do
  local name, pop, place = string.match(id, '^(%w+)%.(%w+)%.(%d+)')
  if name then
    local from = gone[name]
    if not from and how == 'stray' and not living[name] then from = stray end
    if from and not stays[id] then
      local group = byName[name]
      if not group then
        group = { name = name, from = from, pops = {}, numbers = {}, count = 0 }
        byName[name] = group
        groups[#groups + 1] = group
      end
      local number = tonumber(pop, 36) or 0
      local ids = group.pops[number]
      if not ids then
        ids = { places = {} }
        group.pops[number] = ids
        table.insert(group.numbers, number)
      end
      place = tonumber(place)
      while ids[place] do place = place + 0.001 end
      ids[place] = id
      table.insert(ids.places, place)
      group.count = group.count + 1
      total = total + 1
    else
      staying = staying + 1
      if from then from.keeps = true end
    end
  elseif string.sub(id, 1, 5) == 'back:' then backs[#backs + 1] = id end
end
table.sort(groups, function(one, other) return one.name > other.name end)

-- The last popped first, as many as may be put back. Only numbers are sorted: Lua compares them by itself.
local function inOrder(group, most)
  local ids = {}
  table.sort(group.numbers)
  for at = #group.numbers, 1, -1 do
    local pop = group.pops[group.numbers[at]]
    table.sort(pop.places)
    for index = #pop.places, 1, -1 do
      if #ids == most then return ids end
      ids[#ids + 1] = pop[pop.places[index]]
    end
  end
  return ids
end

-- When memory is full, Redis refuses what takes more only as the first write of a script.
redis.call('HDEL', held, '')
if forgets then
  for _, id in ipairs(backs) do redis.call('HDEL', held, id) end
  redis.call('HDEL', held, 'until', 'backs')
  known[2], known[3] = false, false
end
local function remember()
  known[2] = string.format('%.0f', now + rememberedInMs)
  redis.call('HSET', held, 'until', known[2])
end
-- Also where nothing was held: one that was only slow has to find out that it was given up, not that the key is gone.
if how ~= 'own' and (isAnyGone or total > 0) then remember() end

local returned, bytes, entries = 0, 0, {}
local function giveBack(from, ids)
  local bodies = redis.call('HMGET', held, unpack(ids))
  redis.call(from.side == 'left' and 'LPUSH' or 'RPUSH', list, unpack(bodies))
  redis.call('HDEL', held, unpack(ids))
  for index, id in ipairs(ids) do
    bytes = bytes + #bodies[index]
    local root, count = string.match(id, '/(.+)/(%d+)$')
    local deaths = tonumber(count or '0')
    if how ~= 'own' then
      local isBlamed = deaths < from.aloneFrom
      if from.alone then isBlamed = id == from.alone end
      if isBlamed then deaths = deaths + 1 end
    end
    if root or how ~= 'own' then
      local field, entry = 'back:' .. redis.sha1hex(bodies[index]), (root or id) .. '/' .. deaths
      entries[field] = entries[field] and entries[field] .. ' ' .. entry or entry
    end
  end
  returned = returned + #ids
end
local holders = {}
for _, group in ipairs(groups) do
  local isFull = returned >= mostElements or bytes >= mostBytes
  local ids = isFull and {} or inOrder(group, mostElements - returned)
  local done = 0
  while done < #ids and bytes < mostBytes do
    -- As many as are about what may still be moved, by the size of those before.
    local size = 1
    if returned > 0 then size = math.floor((mostBytes - bytes) * returned / math.max(bytes, 1)) end
    local piece = {}
    for index = done + 1, math.min(done + math.max(1, math.min(size, 100)), #ids) do
      piece[#piece + 1] = ids[index]
    end
    giveBack(group.from, piece)
    done = done + #piece
  end
  if done < group.count then group.from.keeps = true end
  if done > 0 then
    table.insert(holders, group.name)
    table.insert(holders, group.from.id or '')
    table.insert(holders, done)
  end
end

local added, fields = 0, {}
for field in pairs(entries) do fields[#fields + 1] = field end
for first = 1, #fields, 1000 do
  local piece, written = { unpack(fields, first, math.min(first + 999, #fields)) }, {}
  local before = known[3] and redis.call('HMGET', held, unpack(piece)) or {}
  for index, field in ipairs(piece) do
    if not before[index] then added = added + 1 end
    written[#written + 1] = field
    written[#written + 1] = before[index] and before[index] .. ' ' .. entries[field] or entries[field]
  end
  redis.call('HSET', held, unpack(written))
end
if added > 0 then redis.call('HINCRBY', held, 'backs', added) end
if added > 0 and not known[2] then remember() end

local left = {}
for _, name in ipairs(roster) do
  if gone[name] and not gone[name].keeps then
    redis.call('HDEL', held, 'lease:' .. name, 'last:' .. name, 'alone:' .. name)
  else left[#left + 1] = name end
end
if #left > 0 then redis.call('HSET', held, 'consumers', table.concat(left, ' '))
else
  redis.call('HDEL', held, 'consumers')
  local isEmpty = staying == 0 and returned == total
  if isEmpty and known[2] then redis.call('PEXPIRE', held, math.max(1, tonumber(known[2]) - now))
  elseif isEmpty then redis.call('HDEL', held, 'born') end
end
return { returned, returned < total and 1 or 0, holders }
`,
);
