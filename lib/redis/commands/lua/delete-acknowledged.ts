import { defineScript } from './script.js';

/**
 * Deletes entries of a stream that no group needs any more: each has been given to every group, and is pending in none.
 * Acknowledges them before, in one group. In one step, so that the last of several groups to acknowledge an
 * entry deletes it. What may be refused is asked for first.
 *
 * KEYS: the stream. ARGV: the group; `acknowledge`, or `look` where that may have been done; the entries' ids, at most
 * 1,000. Answers the ids that are kept, and the names of the groups that keep them.
 */
export const deleteAcknowledged = defineScript(
  'delete-acknowledged',
  `
local stream, group, ids, others, keepers, kept, free = KEYS[1], ARGV[1], {}, {}, {}, {}, {}
for index = 3, #ARGV do ids[#ids + 1] = ARGV[index] end
local found = redis.pcall('XINFO', 'GROUPS', stream)
if found.err and string.find(found.err, 'no such key', 1, true) then return { {}, {} } end
if found.err then return found end
for _, line in ipairs(found) do
  local each = {}
  for i = 1, #line, 2 do each[line[i]] = line[i + 1] end
  if each.name ~= group or ARGV[2] == 'look' then others[#others + 1] = each end
end
if ARGV[2] == 'acknowledge' then redis.call('XACK', stream, group, unpack(ids)) end
if #others == 0 then
  redis.call('XDEL', stream, unpack(ids))
  return { {}, {} }
end

-- A number of Lua does not hold every id: the texts of numbers are compared, the longer one is larger.
local function isAbove(one, other)
  if #one ~= #other then return #one > #other end
  return one > other
end
local function comesAfter(one, other)
  local oneTime, oneNumber = string.match(one, '^(%d+)-(%d+)$')
  local otherTime, otherNumber = string.match(other, '^(%d+)-(%d+)$')
  if oneTime ~= otherTime then return isAbove(oneTime, otherTime) end
  return isAbove(oneNumber, otherNumber)
end
local function needs(each, id)
  if comesAfter(id, each['last-delivered-id']) then return true end
  return each.pending > 0 and #redis.call('XPENDING', stream, each.name, id, id, 1) > 0
end

for _, id in ipairs(ids) do
  local isNeeded = false
  for _, each in ipairs(others) do
    if needs(each, id) then isNeeded, keepers[each.name] = true, true end
  end
  if isNeeded then kept[#kept + 1] = id else free[#free + 1] = id end
end
if #free > 0 then redis.call('XDEL', stream, unpack(free)) end
local names = {}
for name in pairs(keepers) do names[#names + 1] = name end
return { kept, names }
`,
);
