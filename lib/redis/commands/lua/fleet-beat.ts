import { defineScript } from './script.js';
import { serverTime } from './server-time.js';

/**
 * Longer than any process is remembered: those of one fleet may say so at different intervals, and none may shorten the time
 * of the others.
 */
export const processesLastInMs = 12 * 3_600_000;

/**
 * A process of a fleet says that it lives, and what it has handled since it last said so. In one step, so that a beat that
 * is repeated because its answer was lost is not counted twice: it has the same number. All that it writes expires, and
 * processes that are gone are forgotten by those that live.
 *
 * KEYS: the processes, with the times at which they are to be forgotten; this process; the pauses; who reads for the fleet;
 * the counters of this minute. ARGV: the id of the process; the number of the beat; for how long the process is remembered,
 * and the counters, in milliseconds; the process as text; then a counter and what is added to it, as often as there are any.
 * Answers the server's time; 1 where this process reads for the fleet, else 0; and the pauses, as HGETALL does.
 */
export const fleetBeat = defineScript(
  'fleet-beat',
  `
${serverTime}
if redis.call('HGET', KEYS[2], 'beat') ~= ARGV[2] and #ARGV > 5 then
  for index = 6, #ARGV, 2 do redis.call('HINCRBY', KEYS[5], ARGV[index], ARGV[index + 1]) end
  redis.call('PEXPIRE', KEYS[5], ARGV[4])
end
redis.call('HSET', KEYS[2], 'beat', ARGV[2], 'process', ARGV[5])
redis.call('PEXPIRE', KEYS[2], ARGV[3])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
redis.call('ZADD', KEYS[1], now + ARGV[3], ARGV[1])
redis.call('PEXPIRE', KEYS[1], ${processesLastInMs})
redis.call('SET', KEYS[4], ARGV[1], 'NX', 'PX', ARGV[3])
local reads = 0
if redis.call('GET', KEYS[4]) == ARGV[1] then
  redis.call('PEXPIRE', KEYS[4], ARGV[3])
  reads = 1
end
return {now, reads, redis.call('HGETALL', KEYS[3])}
`,
);
