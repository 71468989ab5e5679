import { isError } from '../../errors/describe-error.js';
import { RedisTriggersError } from '../../errors/redis-triggers-error.js';
import type { ErrorCode } from '../../errors/error-codes.js';

/** What an error of a connection is explained by. */
export interface ConnectionFacts {
  /** The connection's name. */
  readonly connection: string;
  readonly usesTls: boolean;
  /** Whether the connection was there and not ready yet. */
  readonly isHandshake?: boolean;
  /** The master's name, where Sentinels are asked for it. */
  readonly masterName?: string;
  /** What ioredis itself says is wrong. */
  readonly ownError?: OwnError | undefined;
}

/** What ioredis says in words of its own. */
export type OwnError =
  'notWritable' | 'masterUnknown' | 'noSentinel' | 'connectTimedOut' | 'httpServer' | 'noRedisProtocol';

/** What is known where a server says nothing else. */
export const closedEarly = 'the connection was closed before it was ready';

interface Explanation {
  readonly test: (message: string, code: string, facts: ConnectionFacts) => boolean;
  readonly code: ErrorCode;
  readonly what: (error: string, facts: ConnectionFacts) => string;
  readonly remedy?: string;
}

/** The first that fits explains the error; what none fits is left as it is. */
const explanations: readonly Explanation[] = [
  {
    test: (message, _code, { ownError }) =>
      ownError === 'masterUnknown' || message.includes('No such master with that name'),
    code: 'SENTINEL_MASTER_UNKNOWN',
    what: (_error, { masterName }) => `the Sentinels know no master named "${masterName}"`,
  },
  {
    test: (_message, _code, { ownError }) => ownError === 'noSentinel',
    code: 'SENTINELS_UNREACHABLE',
    what: (error, { masterName }) => {
      const [, last = error] = /Last error: (.*)$/s.exec(error) ?? [];
      return `no Sentinel says where the master "${masterName}" is (the last one: ${last})`;
    },
  },
  {
    test: (message) => /^(ERR max number of clients|DENIED )/.test(message),
    code: 'HANDSHAKE_FAILED',
    what: (error) => `the server refuses connections (${error})`,
    remedy: 'Look at its configuration (maxclients, protected-mode), and at how many connections there are.',
  },
  {
    test: (message) => /^(WRONGPASS|NOAUTH|ERR invalid password)\b/.test(message),
    code: 'CREDENTIALS_REFUSED',
    what: (error) => `Redis rejects the user or the password (${error})`,
  },
  {
    // With TLS 1.3 the server says so after the handshake, and closes: whether that or the reset is seen first is
    // chance, so both have one code.
    test: (_message, code) => code === 'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED',
    code: 'HANDSHAKE_FAILED',
    what: () => 'the server requires a client certificate, and closed the connection',
  },
  {
    test: (_message, code) => /^(ERR_SSL_|ERR_TLS_|CERT_|CRL_|EPROTO$|HOSTNAME_MISMATCH$)/.test(code),
    code: 'TLS_FAILED',
    what: (error) => `the TLS handshake failed (${error})`,
  },
  {
    test: (_message, code) => /(SELF_SIGNED|UNABLE_TO_|INVALID_CA|_CERT_|CERT_SIGNATURE)/.test(code),
    code: 'TLS_FAILED',
    what: (error) => `the certificate of the server cannot be verified (${error})`,
  },
  {
    test: (message) => message.includes('before secure TLS connection was established'),
    code: 'TLS_FAILED',
    what: () => 'the server closed the connection in the middle of the TLS handshake',
  },
  {
    test: (_message, _code, { usesTls, ownError }) => usesTls && ownError === 'connectTimedOut',
    code: 'TLS_FAILED',
    what: () => 'no TLS handshake within the connect timeout: the port may not use TLS',
  },
  {
    test: (_message, code, { isHandshake }) => isHandshake === true && /^(ECONNRESET|EPIPE)$/.test(code),
    code: 'HANDSHAKE_FAILED',
    what: () => closedEarly,
  },
  {
    test: (_message, _code, { ownError }) => ownError === 'httpServer',
    code: 'HANDSHAKE_FAILED',
    what: () => 'a web server answers there, and no Redis',
    remedy: 'Correct the address: the port speaks HTTP.',
  },
  {
    test: (_message, _code, { ownError }) => ownError === 'noRedisProtocol',
    code: 'HANDSHAKE_FAILED',
    what: () => 'the server does not answer in the Redis protocol: the port may use TLS',
  },
];

/** An error of a connection with its place and its remedy; as it is where there is nothing to add. */
export function explainConnectionError(error: Error, facts: ConnectionFacts): Error {
  const { message, code } = error as Error & { code?: unknown };
  const found = explanations.find(({ test }) => test(message, typeof code === 'string' ? code : '', facts));
  if (!found || error instanceof RedisTriggersError) return error;
  // Without the error as its cause: the one of a refused AUTH carries the password.
  const { remedy } = found;
  const problem = { code: found.code, place: facts.connection, what: found.what(shorten(message), facts) };
  return new RedisTriggersError({ ...problem, ...(remedy !== undefined && { remedy }) });
}

/** Whether a connection was closed before it was ready, and nothing says why. */
export function isClosedEarly(error: unknown): boolean {
  return error instanceof RedisTriggersError && error.problems[0]?.what === closedEarly;
}

/** Whether Redis did not accept who the connection says it is. */
export function isRefusal(error: unknown): boolean {
  return isError(error) && 'code' in error && error.code === 'CREDENTIALS_REFUSED';
}

/** Whether a connection could not get to its database. */
export function isRefusedSelect(error: Error): boolean {
  return (error as { command?: { name?: string } }).command?.name?.toLowerCase() === 'select';
}

function shorten(message: string): string {
  return message.replace(/\.$/, '').slice(0, 200);
}
