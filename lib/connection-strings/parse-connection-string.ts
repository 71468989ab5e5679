import type { ConnectionDescription } from './connection-description.js';
import { refuseAt } from './connection-string-refusal.js';
import { parseRedisUrl } from './parse-redis-url.js';
import { parseStackExchange } from './parse-stack-exchange.js';

const startOfUrl = /^([a-z][a-z0-9+.-]*):\/\//i;

/**
 * Understands a connection string: a URL, or the StackExchange.Redis syntax, of which `host:port` is the
 * smallest case. Throws CONNECTION_STRING_INVALID, without any part of the text that could be a secret.
 *
 * @param place what the error names: the connection's name or the function, never the string itself.
 */
export function parseConnectionString(text: string, place: string): ConnectionDescription {
  const trimmed = text.trim();
  const refuse = refuseAt(place);
  if (trimmed === '') throw refuse('is empty');
  const [start, scheme = ''] = startOfUrl.exec(trimmed) ?? [];
  if (start === undefined) return parseStackExchange(trimmed, refuse);
  return parseRedisUrl(scheme.toLowerCase(), trimmed.slice(start.length), refuse);
}
