import { defineScript } from './script.js';

/** To look for an entry reads its fields, which may be large: with more of them the script would hold up the server. */
export const mostLookedFor = 100;

/**
 * Ends what is pending for entries that are not in the stream any more. In one step, so that of several processes
 * that find the same entry missing only one counts it; and before they are claimed, because a claim
 * drops them without saying so.
 *
 * From Redis 7 on the stream says what its first entry is, and which was the last that was deleted from its midst: what
 * lies behind both is there and need not be looked for, since to look takes as long as to claim.
 *
 * KEYS: the stream. ARGV: the group; the entries' ids in order, at most 1,000. Answers the ids of those that are not in the
 * stream; how many of them were pending until now; and how many of the ids were looked at, the first so many, or -1 where
 * all that come after these are there, be they named or not.
 */
export const dropMissingEntries = defineScript(
  'drop-missing-entries',
  `
local function isBefore(one, other)
  local ms, seq = one:match('^(%d+)-(%d+)$')
  local otherMs, otherSeq = other:match('^(%d+)-(%d+)$')
  if #ms ~= #otherMs then return #ms < #otherMs end
  if ms ~= otherMs then return ms < otherMs end
  if #seq ~= #otherSeq then return #seq < #otherSeq end
  return seq < otherSeq
end
local first, deleted
local info = redis.pcall('XINFO', 'STREAM', KEYS[1])
for index = 1, #info, 2 do
  if info[index] == 'recorded-first-entry-id' then first = info[index + 1] end
  if info[index] == 'max-deleted-entry-id' then deleted = info[index + 1] end
end
local isSaid = first and deleted and first ~= '0-0'
local missing, looked, upTo = {}, 0, #ARGV
for index = 2, #ARGV do
  local id = ARGV[index]
  if isSaid and isBefore(id, first) then
    missing[#missing + 1] = id
  elseif isSaid and isBefore(deleted, id) then
    upTo = 0
    break
  elseif looked == ${mostLookedFor} then
    upTo = index - 1
    break
  else
    looked = looked + 1
    if #redis.call('XRANGE', KEYS[1], id, id) == 0 then missing[#missing + 1] = id end
  end
end
if #missing == 0 then return { missing, 0, upTo - 1 } end
return { missing, redis.call('XACK', KEYS[1], ARGV[1], unpack(missing)), upTo - 1 }
`,
);
