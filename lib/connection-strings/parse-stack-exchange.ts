import type { ConnectionDescription } from './connection-description.js';
import type { Refuse } from './connection-string-refusal.js';
import { describeStackExchange, type StackExchangeEndpoint } from './describe-stack-exchange.js';
import { parseEndpoint } from './parse-endpoint.js';
import {
  acceptedKeywords,
  findKeyword,
  stackExchangeKeywords,
  type StackExchangeKeyword,
} from './stack-exchange-keywords.js';
import { describeUnknownWord } from './unknown-word.js';

/** What has been read of a string so far. */
interface Reading {
  readonly endpoints: StackExchangeEndpoint[];
  readonly values: Map<StackExchangeKeyword, string>;
  afterSecret: boolean;
}

/**
 * Reads the syntax of StackExchange.Redis: items between commas, `keyword=value` or an endpoint. Unlike that
 * library it refuses what it does not understand, for example the port `xx`, where it would leave it out.
 */
export function parseStackExchange(text: string, refuse: Refuse): ConnectionDescription {
  const reading: Reading = { endpoints: [], values: new Map(), afterSecret: false };
  for (const [index, padded] of text.split(',').entries()) {
    const item = padded.trim();
    if (item !== '') readItem(reading, item, `item ${index + 1}`, refuse);
  }
  return describeStackExchange(reading.endpoints, reading.values, refuse);
}

function readItem(reading: Reading, item: string, position: string, refuse: Refuse): void {
  const equals = item.startsWith('!') ? -1 : item.indexOf('=');
  if (equals === 0) throw refuse(`has nothing before the "=" (${position})`);
  if (equals > 0) {
    readKeyword(reading, item.slice(0, equals).trim(), item.slice(equals + 1).trim(), position, refuse);
    return;
  }
  if (reading.afterSecret) {
    // The rest of a password with a comma would be taken for a host, and shown as one.
    const remedy = 'Put the endpoints first. For a password with a comma write a URL, and the comma as %2C.';
    throw refuse(`has something without "=" directly after a password (${position})`, remedy);
  }
  reading.endpoints.push(readEndpoint(item, position, refuse));
}

function readEndpoint(item: string, position: string, refuse: Refuse): StackExchangeEndpoint {
  if (!item.startsWith('!')) return parseEndpoint(item, `an endpoint (${position})`, refuse);
  const path = item.slice(1);
  if (path !== '' && !path.startsWith('@')) return { path };
  throw refuse(`has a socket without a path (${position})`, 'Write !/run/redis.sock.');
}

function readKeyword(
  reading: Reading,
  written: string,
  value: string,
  position: string,
  refuse: Refuse,
): void {
  if (written.startsWith('$')) {
    const remedy = 'Remove it, and give commands their own names on the server.';
    throw refuse(`renames a command (${position}), which this library does not do`, remedy);
  }
  const keyword = findKeyword(written);
  if (keyword === undefined) {
    const { what, remedy } = describeUnknownWord(written, position, acceptedKeywords);
    throw refuse(what, remedy);
  }
  reading.afterSecret = keyword === 'password' || keyword === 'sentinelPassword';
  const treatment = stackExchangeKeywords[keyword];
  if (treatment === 'no effect') return;
  if (treatment === 'used') {
    addValue(reading, keyword, value, refuse);
  } else if (value !== '' && value.toLowerCase() !== 'none') {
    throw refuse(`has the keyword "${keyword}", which ${treatment.refusedBecause}`, treatment.remedy);
  }
}

function addValue(reading: Reading, keyword: StackExchangeKeyword, value: string, refuse: Refuse): void {
  const before = reading.values.get(keyword);
  if (before !== undefined && before !== value) {
    throw refuse(`gives "${keyword}" twice, with different values`, 'Keep one of them.');
  }
  reading.values.set(keyword, value);
}
