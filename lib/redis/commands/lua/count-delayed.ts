import { defineScript } from './script.js';
import { serverTime } from './server-time.js';

/**
 * Counts the delayed messages of a list or stream, by the server's clock. KEYS: the messages that are delayed. Answers how
 * many are due and were not moved yet, and how many are not due.
 */
export const countDelayed = defineScript(
  'count-delayed',
  `
${serverTime}
local due = redis.call('ZCOUNT', KEYS[1], '-inf', now)
return {due, redis.call('ZCARD', KEYS[1]) - due}
`,
);
