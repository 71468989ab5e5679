import type { ConnectionTarget } from '../../connections/connection-target.js';
import { isError } from '../../errors/describe-error.js';
import type { CommandClient } from '../../redis/commands/clients.js';
import { RedisReplyError } from '../../redis/errors/redis-reply-error.js';
import { whenAborted } from '../../time/when-aborted.js';
import { withPatience } from '../../time/with-patience.js';
import type { ShownConnection } from '../shapes.js';
import type { Observer } from './observer.js';

const patienceInMs = 1_500;

const latestErrors = new WeakMap<CommandClient, { error?: unknown }>();

/** The latest error of a connection: why it is not ready says more than that it is not. */
function latestError(client: CommandClient): { readonly error?: unknown } {
  const known = latestErrors.get(client);
  if (known) return known;
  const latest: { error?: unknown } = {};
  latestErrors.set(client, latest);
  client.onError((error) => (latest.error = error));
  return latest;
}

/** Each connection, whether its server answers, and how soon. */
export async function readConnections(observer: Observer): Promise<ShownConnection[]> {
  const { source } = observer;
  const uses = new Map<string, { readonly target: ConnectionTarget; functions: number }>();
  for (const descriptor of source.functions ?? []) {
    const target = source.targetOf(descriptor);
    const use = uses.get(target.name) ?? { target, functions: 0 };
    use.functions += 1;
    uses.set(target.name, use);
  }
  return Promise.all(
    [...uses.values()].map(async ({ target, functions }) => ({
      name: target.name,
      server: target.label,
      cluster: target.cluster !== undefined,
      functions,
      ...(await ask(observer, source.clientOf(target))),
    })),
  );
}

async function ask(
  { clock, source }: Observer,
  client: CommandClient,
): Promise<Pick<ShownConnection, 'state' | 'roundTripInMs' | 'error' | 'redis'>> {
  const latest = latestError(client);
  return withPatience(patienceInMs, new AbortController().signal, async (patience) => {
    const late = whenAborted(patience).then((): never => {
      throw latest.error instanceof Error ? latest.error : new Error('it does not answer');
    });
    late.catch(() => undefined);
    try {
      await Promise.race([client.whenReady(patience), late]);
      const askedAt = clock.now();
      await Promise.race([client.send(['PING']), late]);
      const roundTripInMs = Math.round(10 * (clock.now() - askedAt)) / 10;
      const redis = await Promise.race([versionOf(client), late]);
      return { state: 'ready', roundTripInMs, ...(redis !== undefined && { redis }) };
    } catch (error) {
      return { state: 'unreachable', error: source.scrub(isError(error) ? error.message : String(error)) };
    }
  });
}

/** Undefined where the user may not ask. */
async function versionOf(client: CommandClient): Promise<string | undefined> {
  try {
    const text = String(await client.send(['INFO', 'server']));
    return /^(?:valkey_version|redis_version):(\S+)/m.exec(text)?.[1];
  } catch (error) {
    if (error instanceof RedisReplyError) return undefined;
    throw error;
  }
}
