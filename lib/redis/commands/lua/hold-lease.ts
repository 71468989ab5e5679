import { defineScript } from './script.js';
import { serverTime } from './server-time.js';

/**
 * Says that a consumer of a list lives, by the server's own clock. A lease that is gone comes back only where the
 * consumer joins, because what it held has been given to others. One that joins under a name that another has is
 * refused: names are short.
 *
 * The consumer that makes the key draws `born`. A consumer that finds another one, or none, knows that the key was
 * deleted meanwhile, and with it what it held.
 *
 * KEYS: what is held of the list (see `heldKey`). ARGV: the consumer; how long the lease lasts, in milliseconds; `join`
 * or `renew`; what others need to give back for it: the end that it pops from, and from which count on an element is a
 * suspect; its function; a new value of `born`. Answers whether it has a lease, -1 where
 * the name is taken; and `born`.
 */
export const holdLease = defineScript(
  'hold-lease',
  `
local held, consumer = KEYS[1], ARGV[1]
local known = redis.call('HMGET', held, 'born', 'consumers', 'lease:' .. consumer)
local born, consumers, lease = known[1], known[2], known[3]
if ARGV[3] == 'renew' and not lease then return { 0, born } end
if ARGV[3] == 'join' and lease then return { -1, born } end
${serverTime}
-- When memory is full, Redis refuses HSET only as the first write of a script.
redis.call('HDEL', held, '')
local till = string.format('%.0f', now + ARGV[2])
redis.call('HSET', held, 'lease:' .. consumer, till .. ' ' .. ARGV[4] .. ' ' .. ARGV[5] .. ' ' .. ARGV[6])
if not lease then
  if not born then
    born = ARGV[7]
    redis.call('HSET', held, 'born', born)
  end
  redis.call('HSET', held, 'consumers', (consumers and consumers .. ' ' or '') .. consumer, 'last:' .. consumer, '0')
  redis.call('PERSIST', held)
end
return { 1, born }
`,
);
