import type { Bytes } from '../resp/bytes.js';

/**
 * Whether a request is the beginning of an HTTP request. A web page may send one to any port of the machine that its
 * reader sits at, and Redis would run the lines of its body as commands.
 */
export function isCrossProtocol([name = '']: readonly Bytes[]): boolean {
  return /^(post|host:)$/i.test(name);
}

/** What Redis writes to its log when it closes such a connection. */
export const attackText =
  'Possible SECURITY ATTACK detected. It looks like somebody is sending POST or Host: commands to Redis. ' +
  'This is likely due to an attacker attempting to use Cross Protocol Scripting to compromise your Redis instance. ' +
  'Connection aborted.';
