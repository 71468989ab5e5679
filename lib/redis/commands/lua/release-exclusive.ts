import { defineScript } from './script.js';
import { serverTime } from './server-time.js';

/**
 * Ends a lease at once, where it is still held by who asks, or gone; until when its holder had received everything is
 * remembered.
 *
 * KEYS: the lease. ARGV: who asks; how long the lease is remembered, and how long ago who asks had certainly received
 * everything, in milliseconds. Answers 1, or 0 where somebody else holds it.
 */
export const releaseExclusive = defineScript(
  'release-exclusive',
  `
local holder = redis.call('HGET', KEYS[1], 'holder')
if holder and holder ~= '' and holder ~= ARGV[1] then return 0 end
${serverTime}
redis.call('DEL', KEYS[1])
redis.call('HSET', KEYS[1], 'holder', ARGV[1], 'since', now - ARGV[3], 'until', now)
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return 1
`,
);
