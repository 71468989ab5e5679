import { defineScript } from './script.js';

/**
 * Deletes the consumers of a group that hold nothing and have not been heard of for so long. In one step,
 * because a consumer that reads between a look and its deletion would lose what it read.
 *
 * KEYS: the stream. ARGV: the group; the shortest idle time, in milliseconds. Answers the consumers' names.
 */
export const removeIdleConsumers = defineScript(
  'remove-idle-consumers',
  `
local removed = {}
for _, line in ipairs(redis.call('XINFO', 'CONSUMERS', KEYS[1], ARGV[1])) do
  local consumer = {}
  for i = 1, #line, 2 do consumer[line[i]] = line[i + 1] end
  if consumer.pending == 0 and consumer.idle >= tonumber(ARGV[2]) then
    redis.call('XGROUP', 'DELCONSUMER', KEYS[1], ARGV[1], consumer.name)
    removed[#removed + 1] = consumer.name
  end
end
return removed
`,
);
