import type { Refuse } from './connection-string-refusal.js';

/** The parts of a URL as they are written, still percent-encoded. */
export interface UrlParts {
  readonly userInfo?: string;
  readonly host: string;
  readonly path: string;
  readonly query: string;
}

const remedy =
  'Percent-encode the user and the password, each with encodeURIComponent: "@" is %40, "/" %2F, "?" %3F, "#" %23, ":" %3A, "%" %25.';

/**
 * Splits what follows `scheme://`. A URL parser would take `:p@ss/w=@host` apart into the host `ss` and a
 * path, and connect there: where "@", "/", "?" or "#" could belong to the password, the URL is refused.
 */
export function splitRedisUrl(rest: string, refuse: Refuse): UrlParts {
  const end = rest.search(/[/?#]/);
  const authority = end < 0 ? rest : rest.slice(0, end);
  const tail = end < 0 ? '' : rest.slice(end);
  if (tail.includes('#')) throw refuse('is a URL with a "#"', remedy);
  if (tail.includes('@') || authority.indexOf('@') !== authority.lastIndexOf('@')) {
    throw refuse('is a URL in which it is unclear what the password is', remedy);
  }
  const at = authority.indexOf('@');
  const question = tail.indexOf('?');
  return {
    ...(at >= 0 && { userInfo: authority.slice(0, at) }),
    host: authority.slice(at + 1),
    path: question < 0 ? tail : tail.slice(0, question),
    query: question < 0 ? '' : tail.slice(question + 1),
  };
}

/** Undoes the percent-encoding of one part. */
export function decodeUrlPart(text: string, subject: string, refuse: Refuse): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw refuse(`is a URL with a "%" in its ${subject} that encodes nothing`, remedy);
  }
}
