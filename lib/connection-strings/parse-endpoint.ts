import { isIPv6 } from 'node:net';
import type { Refuse } from './connection-string-refusal.js';
import { parseWholeNumber } from './parse-values.js';

/** A host, and the port if one was written. */
export interface HostAndPort {
  readonly host: string;
  readonly port?: number;
}

const hostName = /^[\p{L}\p{N}_](?:[\p{L}\p{N}_.-]*[\p{L}\p{N}_.])?$/u;
const bracketed = /^\[([^\]]*)\](?::(.*))?$/s;

/**
 * Reads `host`, `host:port`, `[::1]`, `[::1]:port` or a bare IPv6 address.
 *
 * @param subject what an error calls it, such as "endpoint 2" or "URL".
 */
export function parseEndpoint(text: string, subject: string, refuse: Refuse): HostAndPort {
  if (isIPv6(text)) return { host: text };
  const [, address, portAfterBracket] = bracketed.exec(text) ?? [];
  if (address !== undefined) {
    if (!isIPv6(address))
      throw refuse(`has ${subject} with brackets around something that is not an IPv6 address`);
    return withPort(address, portAfterBracket, subject, refuse);
  }
  const colon = text.indexOf(':');
  const host = colon < 0 ? text : text.slice(0, colon);
  if (!hostName.test(host)) throw refuse(`has ${subject} whose host is not valid`, remedyForHost(text));
  return withPort(host, colon < 0 ? undefined : text.slice(colon + 1), subject, refuse);
}

function withPort(host: string, text: string | undefined, subject: string, refuse: Refuse): HostAndPort {
  if (text === undefined) return { host };
  const port = parseWholeNumber(text);
  if (port === undefined) throw refuse(`has ${subject} whose port is not a number`, remedyForHost(text));
  if (port < 1 || port > 65_535) throw refuse(`has ${subject} whose port is not from 1 to 65535`);
  return { host, port };
}

function remedyForHost(text: string): string {
  return text.includes('@')
    ? 'To give a user or a password before "@", write a URL: redis://user:password@host:port.'
    : 'Write host:port, such as 127.0.0.1:6379 or [::1]:6379.';
}
