import { delayedMember } from './delayed-member.js';
import { defineScript } from './script.js';

/**
 * Keeps messages until they are due, by the server's clock alone: a sender whose clock is wrong delays nothing for a longer
 * or shorter time. Each is a member of a sorted set, as `delayed-member` writes it, with the time at which it is due as its
 * score. By its number those that are due in the same millisecond stay in the order in which they were sent, and the same message
 * twice is two members. Of a number that is taken, which only a member from elsewhere can
 * bring about, the next one is tried, because to add a member again would move the one that is there.
 *
 * Whoever listens knows when the first message is due. So they are told (PUBLISH to a channel named as the set) of one
 * that is due before it, unless that is so late that they look before. A user who may not publish delays messages all
 * the same.
 *
 * KEYS: the messages that are delayed. ARGV: `in` or `at`; so many milliseconds, or the time in milliseconds since 1970;
 * within how many milliseconds a message is told of; the messages, as `delayed-content` writes them. Answers how many
 * were added.
 */
export const delayMessages = defineScript(
  'delay-messages',
  `
${delayedMember}
local time = redis.call('TIME')
local now = time[1] * 1000 + time[2] / 1000
local due = tonumber(ARGV[2])
if ARGV[1] == 'in' then due = math.ceil(now + due) end
local text = string.format('%.0f', due)
local first = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', 'inf', 'WITHSCORES', 'LIMIT', 0, 1)[2]
local last = redis.call('ZREVRANGEBYSCORE', KEYS[1], text, text, 'LIMIT', 0, 1)[1]
local number = numberOf(last or '') or -1
for index = 4, #ARGV do
  local isAdded = 0
  while isAdded == 0 do
    number = number + 1
    isAdded = redis.call('ZADD', KEYS[1], 'NX', text, memberOf(text, number, ARGV[index]))
  end
end
local isFirst = not first or tonumber(first) > due
if isFirst and due - now <= tonumber(ARGV[3]) then
  redis.pcall('PUBLISH', KEYS[1], string.format('%.0f', math.max(0, math.ceil(due - now))))
end
return #ARGV - 3
`,
);
