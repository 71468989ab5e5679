import { defineScript } from './script.js';

/**
 * Writes a dead letter and acknowledges its message, or neither: nothing is written where the message is not this
 * consumer's any more, for it is acknowledged, or with others; and what was written is deleted again where the
 * acknowledgement is refused, for Redis undoes nothing that a script has done. The letter comes first, because
 * it can be deleted, and an acknowledgement cannot be taken back.
 *
 * KEYS: the keys of the commands. ARGV: commands, for each how many words it has, then its words: a look at
 * the message, which finds nothing or 0 where it is not this consumer's; the XADD of the letter; its
 * acknowledgement; and what else is to be done then, where a refusal changes nothing any more. Answers the letter's
 * id, or nothing where none was written.
 */
export const recordDeadLetter = defineScript(
  'record-dead-letter',
  `
local commands = {}
local from = 1
while from <= #ARGV do
  local words = tonumber(ARGV[from])
  commands[#commands + 1] = { unpack(ARGV, from + 1, from + words) }
  from = from + words + 1
end

-- Before Redis 7 the words of a missing permission come after a place in the script.
local function refusal(reply)
  reply.err = string.gsub(reply.err, '^@user_script: ?%d+: %-?', '')
  return reply
end

local seen = redis.pcall(unpack(commands[1]))
if type(seen) == 'table' and seen.err then
  if string.find(seen.err, 'NOGROUP', 1, true) or string.find(seen.err, 'WRONGTYPE', 1, true) then return false end
  return refusal(seen)
end
if not seen or seen == 0 or (type(seen) == 'table' and #seen == 0) then return false end

local id = redis.call(unpack(commands[2]))
for index = 3, #commands do
  local reply = redis.pcall(unpack(commands[index]))
  if index == 3 and type(reply) == 'table' and reply.err then
    redis.pcall('XDEL', commands[2][2], id)
    return refusal(reply)
  end
end
return id
`,
);
