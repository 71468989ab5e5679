import { defineScript } from './script.js';

/** Answers 1 where an entry is in a stream, else 0, without sending it: it may be large. KEYS: the stream. ARGV: its id. */
export const hasEntry = defineScript(
  'has-entry',
  `return #redis.call('XRANGE', KEYS[1], ARGV[1], ARGV[1], 'COUNT', 1)`,
);

/**
 * Answers the last id that a stream has given to an entry, without the first and the last entry themselves, which XINFO
 * STREAM sends along. KEYS: the stream.
 */
export const lastGeneratedId = defineScript(
  'last-generated-id',
  `
local info = redis.call('XINFO', 'STREAM', KEYS[1])
for index = 1, #info, 2 do
  if info[index] == 'last-generated-id' then return info[index + 1] end
end
return '0'
`,
);
