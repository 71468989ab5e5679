/**
 * What becomes of a keyword of StackExchange.Redis: it is used; it has no effect, because it is about the
 * inside of that library; or it is refused, because to ignore it would change what the program does.
 */
export type KeywordTreatment =
  'used' | 'no effect' | { readonly refusedBecause: string; readonly remedy: string };

/** Every keyword of StackExchange.Redis. `docs/connections.md` lists the same table; a spec compares the two. */
export const stackExchangeKeywords = {
  connectTimeout: 'used',
  defaultDatabase: 'used',
  keepAlive: 'used',
  name: 'used',
  password: 'used',
  sentinelPassword: 'used',
  sentinelUser: 'used',
  serviceName: 'used',
  ssl: 'used',
  sslHost: 'used',
  user: 'used',
  abortConnect: 'no effect',
  allowAdmin: 'no effect',
  asyncTimeout: 'no effect',
  checkCertificateRevocation: 'no effect',
  configChannel: 'no effect',
  configCheckSeconds: 'no effect',
  connectRetry: 'no effect',
  highIntegrity: 'no effect',
  highPriorityThreads: 'no effect',
  preserveAsyncOrder: 'no effect',
  protocol: 'no effect',
  resolveDns: 'no effect',
  responseTimeout: 'no effect',
  setlib: 'no effect',
  sslProtocols: 'no effect',
  syncTimeout: 'no effect',
  tcpKeepAlive: 'no effect',
  tiebreaker: 'no effect',
  version: 'no effect',
  writeBuffer: 'no effect',
  channelPrefix: {
    refusedBecause: 'would rename every channel',
    remedy: 'Remove it, and write the prefix in the `channel` of each trigger.',
  },
  proxy: {
    refusedBecause: 'asks for a proxy, which this library does not support',
    remedy: 'Remove it, and connect to Redis directly.',
  },
  tunnel: {
    refusedBecause: 'asks for an HTTP tunnel, which this library does not support',
    remedy: 'Remove it, and connect to Redis directly.',
  },
} as const satisfies Record<string, KeywordTreatment>;

export type StackExchangeKeyword = keyof typeof stackExchangeKeywords;

const byLowerCase: ReadonlyMap<string, StackExchangeKeyword> = new Map(
  (Object.keys(stackExchangeKeywords) as StackExchangeKeyword[]).map((keyword) => [
    keyword.toLowerCase(),
    keyword,
  ]),
);

/** The keyword as the table spells it, from any case; undefined where there is none. */
export function findKeyword(written: string): StackExchangeKeyword | undefined {
  return byLowerCase.get(written.toLowerCase());
}

/** The keywords that may be written, for an error to list. */
export const acceptedKeywords: readonly StackExchangeKeyword[] = [...byLowerCase.values()].filter(
  (keyword) => typeof stackExchangeKeywords[keyword] === 'string',
);
