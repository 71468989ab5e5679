import { defineScript } from './script.js';

/**
 * Ends what is pending for entries that are not in the stream any more. In one step, so that of several processes
 * that find the same entry missing only one counts it; and before they are claimed, because a claim
 * drops them without saying so.
 *
 * KEYS: the stream. ARGV: the group; the entries' ids, at most 1,000. Answers the ids of those that are not in the
 * stream, and how many of them were pending until now.
 */
export const dropMissingEntries = defineScript(
  'drop-missing-entries',
  `
local missing = {}
for index = 2, #ARGV do
  if #redis.call('XRANGE', KEYS[1], ARGV[index], ARGV[index]) == 0 then missing[#missing + 1] = ARGV[index] end
end
if #missing == 0 then return { missing, 0 } end
return { missing, redis.call('XACK', KEYS[1], ARGV[1], unpack(missing)) }
`,
);
