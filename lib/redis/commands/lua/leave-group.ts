import { defineScript } from './script.js';

/**
 * Deletes a consumer of a group for which nothing is pending. In one step, because a read of it that is
 * answered between a look and the deletion, such as one of a connection that was given up, would lose what it read.
 *
 * KEYS: the stream. ARGV: the group; the consumer. Answers whether it was deleted.
 */
export const leaveGroup = defineScript(
  'leave-group',
  `
if #redis.call('XPENDING', KEYS[1], ARGV[1], '-', '+', 1, ARGV[2]) > 0 then return 0 end
redis.call('XGROUP', 'DELCONSUMER', KEYS[1], ARGV[1], ARGV[2])
return 1
`,
);
