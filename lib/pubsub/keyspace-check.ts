import type { CommandClient } from '../connection/client.js';
import type { CommandSender } from '../connection/command-sender.js';
import { isForbidden } from '../connection/error-kind.js';
import { isError } from '../errors/describe-error.js';
import { RedisTriggersError } from '../errors/redis-triggers-error.js';
import type { PubSubFunction } from '../functions/function-descriptor.js';
import { isKeyspaceChannel } from '../functions/keyspace-channel.js';
import { withPatience } from '../time/with-patience.js';
import { missingFlags } from './keyspace-flags.js';

/** How long one of several servers may take to let the connection in. */
const patienceInMs = 1_000;

const setting = 'notify-keyspace-events';

/**
 * The same for each server that publishes. One that cannot be asked is left out: the subscription on it fails as
 * well, and says so.
 */
export async function assertOnEach(
  descriptor: PubSubFunction,
  servers: readonly CommandClient[],
  signal: AbortSignal,
): Promise<boolean> {
  const checks = await Promise.allSettled(
    servers.map(async (server) => {
      if (servers.length > 1) {
        await withPatience(patienceInMs, signal, (patience) => server.whenReady(patience));
      }
      return assertKeyspaceNotifications(descriptor, server);
    }),
  );
  const failures = checks.flatMap((check) => (check.status === 'rejected' ? [check.reason as unknown] : []));
  const isDisabled = (error: unknown): boolean =>
    error instanceof RedisTriggersError && error.code === 'KEYSPACE_NOTIFICATIONS_DISABLED';
  const worst = failures.find(isDisabled) ?? (failures.length === checks.length ? failures[0] : undefined);
  if (isError(worst)) throw worst;
  return checks.every((check) => check.status === 'rejected' || check.value);
}

/** Functions take turns: else one would overwrite the flags that another has just added. */
const turns = new WeakMap<CommandSender, Promise<unknown>>();

/**
 * Makes sure that the server publishes the keyspace notifications a function waits for: a server with
 * other flags would leave it silent for ever. Adds the missing flags where the function says so, else
 * throws KEYSPACE_NOTIFICATIONS_DISABLED. Resolves with false where the server does not let us look.
 */
export async function assertKeyspaceNotifications(
  descriptor: PubSubFunction,
  client: CommandSender,
): Promise<boolean> {
  if (!isKeyspaceChannel(descriptor.channel)) return true;
  const turn = (turns.get(client) ?? Promise.resolve()).then(() => ensureFlags(descriptor, client));
  turns.set(
    client,
    turn.catch(() => undefined),
  );
  return turn;
}

async function ensureFlags(
  { channel, place, configureKeyspaceNotifications }: PubSubFunction,
  client: CommandSender,
): Promise<boolean> {
  const flags = await readFlags(client);
  if (flags === undefined) return false;
  const missing = missingFlags(channel, flags);
  if (missing === '') return true;
  if (configureKeyspaceNotifications) {
    await client.send(['CONFIG', 'SET', setting, flags + missing]);
    return true;
  }
  throw new RedisTriggersError({
    code: 'KEYSPACE_NOTIFICATIONS_DISABLED',
    place,
    what: `the server's ${setting} is "${flags}", which publishes nothing to ${channel}`,
    remedy: `Run CONFIG SET ${setting} ${flags}${missing}, or set \`configureKeyspaceNotifications: true\`.`,
  });
}

/** The flags of the server, or undefined where CONFIG is forbidden, as on most managed servers. */
async function readFlags(client: CommandSender): Promise<string | undefined> {
  try {
    const reply = (await client.send(['CONFIG', 'GET', setting])) as unknown[];
    return reply.length < 2 ? undefined : String(reply[1]);
  } catch (error) {
    if (isForbidden(error)) return undefined;
    throw error;
  }
}
