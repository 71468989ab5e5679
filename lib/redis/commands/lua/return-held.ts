import { putBack } from './put-back.js';
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
 * One call puts back so much at most, the last popped first; it is to be called again where there is more. To find what comes
 * first it has to look at all that is held. So it writes down the order of what is left (`order:`), and the next calls
 * take it from there, as long as the consumer has neither popped nor renewed its lease since. Only a call that has looked
 * at everything forgets a consumer. What may be refused is tried before the list is touched, so that no element is put
 * back twice.
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
local roster, living, gone, isAnyGone, isAnyOrdered = {}, {}, {}, false, false
for name in string.gmatch(known[1] or '', '%S+') do
  roster[#roster + 1] = name
  local lease = redis.call('HMGET', held, 'lease:' .. name, 'alone:' .. name, 'last:' .. name, 'order:' .. name)
  local till, side, aloneFrom, id = string.match(lease[1] or '', '^(%d+) (%a+) (%d+) ?(.*)$')
  local isGone = how == 'own' and name == own
  if how ~= 'own' and name ~= own then isGone = not till or tonumber(till) <= now end
  if isGone then
    local state = (lease[3] or '') .. ' ' .. (lease[1] or '')
    local pieces, ordered = string.match(lease[4] or '', '^(%d+) (.*)$')
    local from = { side = side or ARGV[6], aloneFrom = tonumber(aloneFrom or ARGV[7]), alone = lease[2], id = id }
    from.state, from.pieces = state, ordered == state and tonumber(pieces)
    gone[name], isAnyGone, isAnyOrdered = from, true, isAnyOrdered or from.pieces
  else living[name] = true end
end
local forgets = known[2] and tonumber(known[2]) <= now
if not isAnyGone and how ~= 'stray' and not forgets then return { 0, 0, {} } end

local stays = {}
for index = 8, #ARGV do stays[ARGV[index]] = true end
${putBack}
if isAnyOrdered and not forgets then
  local names = {}
  for name, from in pairs(gone) do
    if from.pieces then names[#names + 1] = name end
  end
  table.sort(names, function(one, other) return one > other end)
  -- When memory is full, Redis refuses what takes more only as the first write of a script.
  redis.call('HDEL', held, '')
  if how ~= 'own' then remember() end
  for _, name in ipairs(names) do
    local from, before = gone[name], returned
    while from.pieces > 0 and not isFull() do
      local field, ids = 'order:' .. name .. ':' .. from.pieces, {}
      for id in string.gmatch(redis.call('HMGET', held, field)[1] or '', '%S+') do
        if not stays[id] then ids[#ids + 1] = id end
      end
      local done = giveBackSome(from, ids)
      if done < #ids then redis.call('HSET', held, field, table.concat(ids, ' ', done + 1))
      else
        redis.call('HDEL', held, field)
        from.pieces = from.pieces - 1
      end
    end
    if from.pieces > 0 then redis.call('HSET', held, 'order:' .. name, from.pieces .. ' ' .. from.state)
    else redis.call('HDEL', held, 'order:' .. name) end
    note(name, from, returned - before)
  end
  rememberReturned()
  return { returned, 1, holders }
end

-- As long as its handlers run, a consumer must be able to tell that something was taken from it from a deleted key.
if gone[own] and #ARGV >= 8 then gone[own].keeps = true end
local groups, byName, byPop, total, backs, orders, staying = {}, {}, {}, 0, {}, {}, 0
local stray = { side = ARGV[6], aloneFrom = tonumber(ARGV[7]) }
-- The elements of a pop by their places; false where they stay with who holds them.
local function popOf(prefix)
  local name, number = string.match(prefix, '^(%w+)%.(%w+)$')
  local from = gone[name]
  if not from and how == 'stray' and not living[name] then from = stray end
  if not from then return false end
  local group = byName[name]
  if not group then
    group = { name = name, from = from, pops = {} }
    byName[name] = group
    groups[#groups + 1] = group
  end
  local pop = { from = from, number = tonumber(number, 36) or 0, places = {} }
  table.insert(group.pops, pop)
  return pop
end
local fields = redis.call('HKEYS', held)
for at = 1, #fields do
  local id = fields[at]
  local prefix, place = string.match(id, '^(%w+%.%w+)%.(%d+)')
  if prefix then
    local pop = byPop[prefix]
    if pop == nil then
      pop = popOf(prefix)
      byPop[prefix] = pop
    end
    if pop and not stays[id] then
      place = tonumber(place)
      while pop[place] do place = place + 0.001 end
      pop[place] = id
      pop.places[#pop.places + 1] = place
      total = total + 1
    else
      staying = staying + 1
      if pop then pop.from.keeps = true end
    end
  elseif string.sub(id, 1, 6) == 'order:' then orders[#orders + 1] = id
  elseif forgets and string.sub(id, 1, 5) == 'back:' then backs[#backs + 1] = id end
end
table.sort(groups, function(one, other) return one.name > other.name end)

-- The last popped first.
local function inOrder(group)
  local ids = {}
  table.sort(group.pops, function(one, other) return one.number > other.number end)
  for _, pop in ipairs(group.pops) do
    table.sort(pop.places)
    for index = #pop.places, 1, -1 do ids[#ids + 1] = pop[pop.places[index]] end
  end
  return ids
end

-- When memory is full, Redis refuses what takes more only as the first write of a script.
redis.call('HDEL', held, '')
for _, field in ipairs(orders) do redis.call('HDEL', held, field) end
if forgets then
  for _, id in ipairs(backs) do redis.call('HDEL', held, id) end
  redis.call('HDEL', held, 'until', 'backs')
  known[2], known[3] = false, false
end
-- Also where nothing was held: one that was only slow has to find out that it was given up, not that the key is gone.
if how ~= 'own' and (isAnyGone or total > 0) then remember() end

-- The piece with the highest number is what comes first.
local function writeOrder(name, state, ids, first)
  local pieces, last = 0, #ids
  while last >= first do
    local from = math.max(first, last - 999)
    pieces = pieces + 1
    redis.call('HSET', held, 'order:' .. name .. ':' .. pieces, table.concat(ids, ' ', from, last))
    last = from - 1
  end
  redis.call('HSET', held, 'order:' .. name, pieces .. ' ' .. state)
end
for _, group in ipairs(groups) do
  local from, ids = group.from, inOrder(group)
  local done = giveBackSome(from, ids)
  note(group.name, from, done)
  if done < #ids then
    from.keeps = true
    if from.state then writeOrder(group.name, from.state, ids, done + 1) end
  end
end
rememberReturned()

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
