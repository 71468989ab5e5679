import type { OwnError } from '../errors/explain-connection-error.js';

/** What an error of ioredis itself means; undefined for an error of Redis or of the system. */
export function readOwnError({ message }: Error): OwnError | undefined {
  return words.find(([test]) => test.test(message))?.[1];
}

/** The messages of the errors that ioredis makes itself. */
const words: readonly (readonly [RegExp, OwnError])[] = [
  [/^Stream isn't writeable/, 'notWritable'],
  // It ends here only if no Sentinel failed: each has answered that it knows no such master.
  [/^All sentinels are unreachable and retry is disabled\.$/, 'masterUnknown'],
  [/^All sentinels are unreachable/, 'noSentinel'],
  [/^connect ETIMEDOUT$/, 'connectTimedOut'],
  // 72 is the H of HTTP/1.1.
  [/^Unknown RESP type 72\b/, 'httpServer'],
  [/^Unknown RESP type/, 'noRedisProtocol'],
];
