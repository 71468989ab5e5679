import { defineScript } from './script.js';

/**
 * Settles elements whose handlers succeeded after others had been given them, wherever they are by then: with
 * another consumer, or waiting in the list again. What is in neither place is settled already.
 *
 * KEYS: the list; what is held of it (see `heldKey`). ARGV: `left` or `right`, the end of the list to look from; for each
 * element where it began, and its bytes. Answers how many were settled.
 */
export const settleLate = defineScript(
  'settle-late',
  `
local list, held, step = KEYS[1], KEYS[2], ARGV[1] == 'left' and 1 or -1
local wanted, settled = {}, 0
for index = 2, #ARGV, 2 do wanted[ARGV[index]] = true end
redis.call('LLEN', list)
for _, id in ipairs(redis.call('HKEYS', held)) do
  local root = string.match(id, '/(.+)/%d+$') or id
  if wanted[root] then
    redis.call('HDEL', held, id)
    wanted[root] = nil
    settled = settled + 1
  end
end
-- When memory is full, Redis refuses HSET only as the first write of a script.
redis.call('HDEL', held, '')
for index = 2, #ARGV, 2 do
  local root, body = ARGV[index], ARGV[index + 1]
  local hash = wanted[root] and redis.sha1hex(body)
  local back = hash and redis.call('HMGET', held, 'back:' .. hash)[1]
  local left, isFound = {}, false
  for entry in string.gmatch(back or '', '%S+') do
    if string.match(entry, '^(.+)/%d+$') == root then isFound = true
    else left[#left + 1] = entry end
  end
  if isFound then
    settled = settled + redis.call('LREM', list, step, body)
    if #left > 0 then redis.call('HSET', held, 'back:' .. hash, table.concat(left, ' '))
    else
      redis.call('HDEL', held, 'back:' .. hash)
      if redis.call('HINCRBY', held, 'backs', -1) <= 0 then redis.call('HDEL', held, 'backs') end
    end
  end
end
return settled
`,
);
