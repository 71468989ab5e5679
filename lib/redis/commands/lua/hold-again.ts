import { defineScript } from './script.js';

/**
 * Takes an element that was given back, and waits in the list again, out of the list and keeps it with a consumer: what
 * becomes of it is known after all. One that is with another consumer, or settled, is left alone.
 *
 * KEYS: the list; what is held of it (see `heldKey`). ARGV: `left` or `right`, the end of the list to look from; the
 * consumer; the id that it gets, the same each time that this is sent; where the element began; its bytes. Answers its id
 * with all that belongs to it, or nothing where it was not taken.
 */
export const holdAgain = defineScript(
  'hold-again',
  `
local list, held, step = KEYS[1], KEYS[2], ARGV[1] == 'left' and 1 or -1
local consumer, prefix, root, body = ARGV[2], ARGV[3] .. '/', ARGV[4], ARGV[5]
redis.call('LLEN', list)
if redis.call('HEXISTS', held, 'lease:' .. consumer) == 0 then return false end
for _, id in ipairs(redis.call('HKEYS', held)) do
  if string.sub(id, 1, #prefix) == prefix then return id end
end
local hash = redis.sha1hex(body)
local found, left = false, {}
for entry in string.gmatch(redis.call('HMGET', held, 'back:' .. hash)[1] or '', '%S+') do
  if string.match(entry, '^(.+)/%d+$') == root then found = entry
  else left[#left + 1] = entry end
end
if not found then return false end
-- When memory is full, Redis refuses HSET only as the first write of a script.
redis.call('HDEL', held, '')
if #left > 0 then redis.call('HSET', held, 'back:' .. hash, table.concat(left, ' '))
else
  redis.call('HDEL', held, 'back:' .. hash)
  if redis.call('HINCRBY', held, 'backs', -1) <= 0 then redis.call('HDEL', held, 'backs') end
end
if redis.call('LREM', list, step, body) == 0 then return false end
redis.call('HSET', held, prefix .. found, body)
return prefix .. found
`,
);
