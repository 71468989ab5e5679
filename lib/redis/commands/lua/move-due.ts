import { delayedMember } from './delayed-member.js';
import { defineScript, mostWords } from './script.js';
import { serverTime } from './server-time.js';

/**
 * Sends the delayed messages of a list or stream that are due, the earliest first, as if they were sent at this moment. In
 * one step with that they are no longer delayed: whoever dies, nothing is lost and nothing is sent twice, and several may do
 * it at the same time. One call sends so much at most, so that it holds up nobody; it is to be called again where more is due.
 *
 * The first write takes away what is never there, because when memory is full Redis refuses others only as the first
 * write of a script: to move a message takes no memory, and what is delayed may be what fills it. A message that Redis
 * refuses stays, and those behind it, because they are to be handled in order. What nobody can read, as it was written by
 * somebody else, holds up nobody: it goes to the end of all times.
 *
 * KEYS: the messages that are delayed; the list or stream. ARGV: how many are sent at most, and about how many bytes. Answers
 * how many were sent; in how many milliseconds the next is due: 0 where it is now, -1 where there is none; and how many
 * could not be read.
 */
export const moveDue = defineScript(
  'move-due',
  `
${serverTime}
${delayedMember}
local most, mostBytes = tonumber(ARGV[1]), tonumber(ARGV[2])
local function untilNext()
  local score = tonumber(redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', 'inf', 'WITHSCORES', 'LIMIT', 0, 1)[2] or 'inf')
  if score == math.huge then return -1 end
  return math.max(0, math.ceil(score - now))
end
local next = untilNext()
if next ~= 0 then return {0, next, 0} end
redis.call('ZREM', KEYS[1], '')
local function commandOf(member)
  local content = contentOf(member)
  if not content then return end
  local kind = string.sub(content, 1, 1)
  if kind == 'L' then return {'LPUSH', KEYS[2], string.sub(content, 2)} end
  if kind == 'R' then return {'RPUSH', KEYS[2], string.sub(content, 2)} end
  local command = {'XADD', KEYS[2]}
  local maxLength, at = string.match(content, '^X(%d*),()')
  if not at then return end
  if maxLength ~= '' then command = {'XADD', KEYS[2], 'MAXLEN', '~', maxLength} end
  command[#command + 1] = '*'
  local words = 0
  while at <= #content do
    local length, start = string.match(content, '^(%d+):()', at)
    if not length or start + length - 1 > #content then return end
    at = start + length
    words = words + 1
    command[#command + 1] = string.sub(content, start, at - 1)
  end
  if words > 0 and words % 2 == 0 and words <= ${mostWords} then return command end
end
local moved, unreadable, bytes, isRefused = 0, 0, 0, false
while moved + unreadable < most and bytes < mostBytes and not isRefused do
  -- As many as are about what may still be sent, by the size of those before.
  local size = 1
  if moved > 0 then size = math.floor((mostBytes - bytes) * moved / bytes) end
  size = math.max(1, math.min(size, 200, most - moved - unreadable))
  local members = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', now, 'LIMIT', 0, size)
  if #members == 0 then break end
  local sent = {}
  for _, member in ipairs(members) do
    local command = commandOf(member)
    if command then
      -- Why the first of them is refused is the answer; of a later one it is that of the next call.
      local run = moved == 0 and redis.call or redis.pcall
      local reply = run(unpack(command))
      isRefused = type(reply) == 'table' and reply.err ~= nil
      if isRefused then break end
      sent[#sent + 1] = member
      moved = moved + 1
      bytes = bytes + #member
    else
      redis.call('ZADD', KEYS[1], 'XX', '+inf', member)
      unreadable = unreadable + 1
    end
  end
  if #sent > 0 then redis.call('ZREM', KEYS[1], unpack(sent)) end
end
return {moved, untilNext(), unreadable}
`,
);
