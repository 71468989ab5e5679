import { defineScript } from './script.js';

/**
 * Sends the edited message of a dead letter, and deletes the dead letter, in one step: of two who do so at once, or of
 * an import and a replay, one finds it gone.
 *
 * KEYS: the stream of dead letters; the list or stream. ARGV: the dead letter's id; `if-there` where nothing is to be
 * sent once it is gone, else `anyway`; the command that sends the message, word by word. Answers 1, or 0 where the dead
 * letter is gone and nothing was sent.
 */
export const putBackEdited = defineScript(
  'put-back-edited',
  `
local found = redis.call('XRANGE', KEYS[1], ARGV[1], ARGV[1])
if #found == 0 and ARGV[2] == 'if-there' then return 0 end
redis.call(unpack(ARGV, 3))
redis.call('XDEL', KEYS[1], ARGV[1])
return 1
`,
);
