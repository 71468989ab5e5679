import type { Refuse } from './connection-string-refusal.js';
import { decodeUrlPart } from './split-redis-url.js';
import { describeUnknownWord } from './unknown-word.js';

/** What may follow the `?` of a URL. */
export const urlKeywords = ['clientName', 'connectTimeout', 'db', 'tls', 'tlsServerName'] as const;

export type UrlKeyword = (typeof urlKeywords)[number];

/** Reads `keyword=value&…`; a keyword may be in any case. */
export function readUrlQuery(query: string, refuse: Refuse): ReadonlyMap<UrlKeyword, string> {
  const values = new Map<UrlKeyword, string>();
  for (const [index, part] of query.split('&').entries()) {
    if (part === '') continue;
    const equals = part.indexOf('=');
    const written = decodeUrlPart(equals < 0 ? part : part.slice(0, equals), 'query', refuse).trim();
    const keyword = urlKeywords.find((each) => each.toLowerCase() === written.toLowerCase());
    if (keyword === undefined) {
      const { what, remedy } = describeUnknownWord(written, `item ${index + 1} of the query`, urlKeywords);
      throw refuse(what, remedy);
    }
    if (equals < 0) throw refuse(`has "${keyword}" without a value`);
    addValue(values, keyword, decodeUrlPart(part.slice(equals + 1), 'query', refuse).trim(), refuse);
  }
  return values;
}

function addValue(values: Map<UrlKeyword, string>, keyword: UrlKeyword, value: string, refuse: Refuse): void {
  const before = values.get(keyword);
  if (before !== undefined && before !== value) {
    throw refuse(`gives "${keyword}" twice, with different values`, 'Keep one of them.');
  }
  values.set(keyword, value);
}
