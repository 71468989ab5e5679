import { defineScript } from './script.js';

/**
 * Tells which dead letters there are without sending their messages, which may be large. Of what it looks at it copies
 * one after the other, because Redis copies what a script reads.
 *
 * KEYS: the stream of dead letters. ARGV: the first and the last id to look at; the most that are looked at; no more
 * of them once they have so many bytes. Answers the last id looked at, or nothing where it came to the end; then of each
 * dead letter its id, and where its message came from.
 */
export const findDeadLetters = defineScript(
  'find-dead-letters',
  `
local found, bytes, last = {}, 0, nil
for looked = 1, tonumber(ARGV[3]) do
  -- Ranges without their first entry came with Redis 6.2.
  local page = redis.call('XRANGE', KEYS[1], last or ARGV[1], ARGV[2], 'COUNT', last and 2 or 1)
  local entry = page[last and 2 or 1]
  if not entry then return { false, found } end
  last = entry[1]
  local known = {}
  for i = 1, #entry[2], 2 do
    local name, value = entry[2][i], entry[2][i + 1]
    bytes = bytes + #name + #value
    if name == 'kind' or name == 'source' then known[name] = value end
  end
  if known.kind == 'pubsub' or known.kind == 'list' or known.kind == 'stream' then
    found[#found + 1] = last
    found[#found + 1] = known.source or ''
  end
  if bytes >= tonumber(ARGV[4]) then break end
end
return { last, found }
`,
);

/** Answers the id of a stream's last entry, without its fields; nothing where there is none. KEYS: the stream. */
export const newestId = defineScript(
  'newest-id',
  `
local newest = redis.call('XREVRANGE', KEYS[1], '+', '-', 'COUNT', 1)[1]
return newest and newest[1]
`,
);
