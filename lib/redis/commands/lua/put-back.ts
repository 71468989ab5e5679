/**
 * Lines of `return-held`: functions that put elements back, as many as one call may, and remember them. They use its
 * variables.
 */
export const putBack = `local returned, bytes, entries, holders = 0, 0, {}, {}
local function isFull() return returned >= mostElements or bytes >= mostBytes end
local function remember()
  known[2] = string.format('%.0f', now + rememberedInMs)
  redis.call('HSET', held, 'until', known[2])
end
local function giveBack(from, ids)
  local all, found, bodies = redis.call('HMGET', held, unpack(ids)), {}, {}
  -- What was put in order before may be settled by now.
  for index, id in ipairs(ids) do
    if all[index] then found[#found + 1], bodies[#bodies + 1] = id, all[index] end
  end
  if #found == 0 then return end
  redis.call(from.side == 'left' and 'LPUSH' or 'RPUSH', list, unpack(bodies))
  redis.call('HDEL', held, unpack(found))
  for index, id in ipairs(found) do
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
  returned = returned + #found
end
-- Puts back the first of these, as far as the call may; answers how many of them are done with.
local function giveBackSome(from, ids)
  local done = 0
  while done < #ids and not isFull() do
    -- As many as are about what may still be moved, by the size of those before.
    local size = 1
    if returned > 0 then size = math.floor((mostBytes - bytes) * returned / math.max(bytes, 1)) end
    size = math.max(1, math.min(size, 100, mostElements - returned))
    local piece = {}
    for index = done + 1, math.min(done + size, #ids) do piece[#piece + 1] = ids[index] end
    giveBack(from, piece)
    done = done + #piece
  end
  return done
end
local function note(name, from, count)
  if count == 0 then return end
  table.insert(holders, name)
  table.insert(holders, from.id or '')
  table.insert(holders, count)
end
local function rememberReturned()
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
end`;
