import { defineScript } from './script.js';

/**
 * Pops elements and keeps them with their consumer, in one step, until they are settled. A pop has a number:
 * sent again after its reply was lost, it answers what it popped then, and pops nothing more.
 *
 * Whatever may be refused (a wrong type, a missing permission) is tried before the list is touched, and
 * the first write is one that Redis allows when memory is full: so an element leaves its list only
 * where it can be kept.
 *
 * An element that was with several processes when they died is a suspect: it is popped alone, for it is handled
 * by itself.
 *
 * KEYS: the list; what the consumer holds, a hash of elements by `<pop>:<index>`, and `last`, the last pop
 * that took something; the leases; the suspects, a hash of how often an element was taken from the dead by its SHA1.
 * ARGV: the consumer; `left` or `right`; the most elements; the pop's number; 1 where it is sent again;
 * from which count on an element is a suspect, and from which on it does not run at all.
 *
 * Answers nil where the consumer has no lease; else the elements, and how often each was taken from the dead, or
 * nothing where none was.
 */
export const popAndHold = defineScript(
  'pop-and-hold',
  `
local list, held, leases, suspects = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local consumer, fromLeft, count, pop = ARGV[1], ARGV[2] == 'left', tonumber(ARGV[3]), ARGV[4]
local isAgain, aloneFrom, spentFrom = ARGV[5] == '1', tonumber(ARGV[6]), tonumber(ARGV[7])
if not redis.call('ZSCORE', leases, consumer) then return false end
local last = redis.call('HGET', held, 'last') or '0'
local hasSuspects = redis.call('EXISTS', suspects) == 1

local elements, counts = {}, {}
local function take(element, takenBack)
  elements[#elements + 1] = element
  if hasSuspects then counts[#counts + 1] = takenBack end
end
local function timesTakenBack(element)
  if not hasSuspects then return 0 end
  return tonumber(redis.call('HGET', suspects, redis.sha1hex(element)) or '0')
end

if tonumber(pop) <= tonumber(last) then
  local element = redis.call('HGET', held, pop .. ':0')
  while element do
    take(element, timesTakenBack(element))
    element = redis.call('HGET', held, pop .. ':' .. #elements)
  end
  return { elements, counts }
end

local seen
if fromLeft then seen = redis.call('LRANGE', list, 0, count - 1)
else seen = redis.call('LRANGE', list, -count, -1) end
for index = 1, #seen do
  local element = seen[fromLeft and index or #seen + 1 - index]
  local takenBack = timesTakenBack(element)
  if takenBack >= aloneFrom and takenBack < spentFrom then
    if index == 1 then take(element, takenBack) end
    break
  end
  take(element, takenBack)
end

if #elements == 0 and not isAgain then return { elements, counts } end
redis.call('HDEL', held, '')
redis.call('HSET', held, 'last', last)
if fromLeft then redis.call('LTRIM', list, #elements, -1)
else redis.call('LTRIM', list, 0, -1 - #elements) end
redis.call('HSET', held, 'last', pop)
for from = 1, #elements, 1000 do
  local fields = {}
  for index = from, math.min(from + 999, #elements) do
    fields[#fields + 1] = pop .. ':' .. (index - 1)
    fields[#fields + 1] = elements[index]
  end
  redis.call('HSET', held, unpack(fields))
end
return { elements, counts }
`,
);
