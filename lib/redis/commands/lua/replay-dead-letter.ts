import { defineScript, mostWords } from './script.js';

/**
 * Puts a dead letter's message back to where it came from, and deletes the dead letter, in one step: nobody
 * can do the same twice, and a reply that is lost changes nothing. A stream entry that is still in its stream
 * becomes pending again for its group alone, under its own id; one that is not is added anew.
 *
 * KEYS: the stream of dead letters; the list or stream. ARGV: the dead letter's id; for a list, LPUSH or RPUSH; for a
 * channel, PUBLISH or SPUBLISH; for a stream, the group, and how idle the entry is to look, in milliseconds.
 * Answers 1, or 0 where the dead letter is gone; -1 where nothing was done, because the entry would have to be added
 * and has more fields than fit on the stack of a script; a text where the entry is there and its claim is refused: what
 * Redis said. To add it then would deliver it to every group of the stream.
 */
export const replayDeadLetter = defineScript(
  'replay-dead-letter',
  `
local found = redis.call('XRANGE', KEYS[1], ARGV[1], ARGV[1])[1]
if not found then return 0 end
local known, original = {}, {}
for i = 1, #found[2], 2 do
  local name, value = found[2][i], found[2][i + 1]
  if string.sub(name, 1, 6) == 'field:' then
    original[#original + 1] = string.sub(name, 7)
    original[#original + 1] = value
  else
    known[name] = value
  end
end
if known.kind == 'pubsub' then
  redis.call(ARGV[2], known.source, known.body)
elseif known.kind == 'list' then
  redis.call(ARGV[2], KEYS[2], known.body)
else
  local isThere = #redis.call('XRANGE', KEYS[2], known.entryId, known.entryId) > 0
  if isThere then
    local claimed = redis.pcall('XCLAIM', KEYS[2], ARGV[2], 'replayed', 0, known.entryId,
      'IDLE', ARGV[3], 'RETRYCOUNT', 0, 'FORCE', 'JUSTID')
    if claimed.err then return claimed.err end
  else
    if #original > ${mostWords} then return -1 end
    redis.call('XADD', KEYS[2], '*', unpack(original))
  end
end
redis.call('XDEL', KEYS[1], ARGV[1])
return 1
`,
);
