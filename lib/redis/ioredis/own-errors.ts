import type { OwnError } from '../errors/explain-connection-error.js';

/** The words in which ioredis itself says what is wrong. */
const words: readonly (readonly [RegExp, OwnError])[] = [
  [/^Stream isn't writeable/, 'notWritable'],
  // It ends so where no Sentinel failed: each of them has answered that there is no such master.
  [/^All sentinels are unreachable and retry is disabled\.$/, 'masterUnknown'],
  [/^All sentinels are unreachable/, 'noSentinel'],
  [/^connect ETIMEDOUT$/, 'connectTimedOut'],
  [/^Unknown RESP type/, 'noRedisProtocol'],
];

/** What ioredis itself says is wrong; undefined for what Redis or the system says. */
export function readOwnError({ message }: Error): OwnError | undefined {
  return words.find(([test]) => test.test(message))?.[1];
}
