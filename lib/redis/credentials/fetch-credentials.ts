import { describeError } from '../../errors/describe-error.js';
import { RedisTriggersError } from '../../errors/redis-triggers-error.js';
import type { Clock } from '../../time/clock.js';
import { expiryOf, readOnce, type Credentials, type CredentialsProvider } from './credentials.js';

/** How long a provider may take. */
const patienceInMs = 30_000;

/**
 * Asks a provider once. Throws CREDENTIALS_UNAVAILABLE where it gives nothing that can be used, and where
 * `waiting` is aborted before it answers. Aborts `waiting` itself in the end.
 */
export async function fetchCredentials(
  provide: CredentialsProvider,
  connection: string,
  clock: Clock,
  waiting: AbortController,
): Promise<Credentials> {
  const late = clock.sleep(patienceInMs, waiting.signal).then(() => {
    throw unavailable(connection, `did not answer within ${patienceInMs / 1000} seconds`);
  });
  late.catch(() => undefined);
  try {
    const given = await Promise.race([ask(provide, connection), late]);
    const flaw = findFlaw(given, clock.date().getTime());
    if (flaw !== undefined) throw unavailable(connection, flaw);
    return given as Credentials;
  } finally {
    waiting.abort();
  }
}

async function ask(provide: CredentialsProvider, connection: string): Promise<unknown> {
  try {
    return readOnce(await provide());
  } catch (cause) {
    const { name, message } = describeError(cause);
    throw unavailable(connection, `failed (${name}: ${message})`);
  }
}

function findFlaw(given: unknown, now: number): string | undefined {
  if (typeof given !== 'object' || given === null) return 'did not return an object';
  const { username, password } = given as Partial<Record<keyof Credentials, unknown>>;
  if (typeof password !== 'string' || password === '') return 'returned no password';
  if (username !== undefined && typeof username !== 'string') return 'returned a user that is not a string';
  const expiry = expiryIn(given as Credentials);
  if (Number.isNaN(expiry)) return 'returned an expiresAt that is neither a date nor milliseconds';
  return expiry !== undefined && expiry <= now ? 'returned credentials that have expired' : undefined;
}

/** NaN for what cannot be made a number of: a symbol, or an object that throws. */
function expiryIn(given: Credentials): number | undefined {
  try {
    return expiryOf(given);
  } catch {
    return NaN;
  }
}

function unavailable(connection: string, flaw: string): RedisTriggersError {
  const what = `its \`credentials\` function ${flaw}`;
  return new RedisTriggersError({ code: 'CREDENTIALS_UNAVAILABLE', place: connection, what });
}
