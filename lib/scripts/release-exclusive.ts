import { defineScript } from './script.js';
import { serverTime } from './server-time.js';

/**
 * Ends a lease at once, where it is still held by who asks; until when its holder had received everything is
 * remembered.
 *
 * KEYS: the lease. ARGV: who asks; how long ago it had certainly received everything, in milliseconds. Answers 1, or 0
 * where somebody else holds it.
 */
export const releaseExclusive = defineScript(
  'release-exclusive',
  `
if redis.call('HGET', KEYS[1], 'holder') ~= ARGV[1] then return 0 end
${serverTime}
local remembered = redis.call('PTTL', KEYS[1])
redis.call('DEL', KEYS[1])
redis.call('HSET', KEYS[1], 'holder', ARGV[1], 'since', now - ARGV[2], 'until', now)
redis.call('PEXPIRE', KEYS[1], remembered)
return 1
`,
);
