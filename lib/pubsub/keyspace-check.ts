import type { CommandClient } from '../redis/commands/clients.js';
import type { CommandSender } from '../redis/commands/command-sender.js';
import { isForbidden } from '../redis/errors/error-kind.js';
import { isError } from '../errors/describe-error.js';
import { RedisTriggersError } from '../errors/redis-triggers-error.js';
import type { PubSubFunction } from '../functions/function-descriptor.js';
import { isKeyspaceChannel } from '../functions/keyspace-channel.js';
import type { Clock } from '../time/clock.js';
import { withPatience } from '../time/with-patience.js';
import { missingFlags } from './keyspace-flags.js';

/** How long one of several servers may take to let the connection in. */
const patienceInMs = 1_000;

const setting = 'notify-keyspace-events';

/**
 * What a check found: the flags were there, some were missing and have been added, or the server does not let us look.
 */
export type FlagsFound = 'present' | 'added' | 'unreadable';

/** How a check is made. */
export interface CheckOptions {
  readonly clock: Pick<Clock, 'now'>;
  /** How old another function's reading may be to serve for this one as well; 0: the server is asked. */
  readonly mostAgeInMs: number;
}

/** The flags of a server as one function read them, for the others on its connection. */
interface Reading {
  readonly at: number;
  readonly flags: string | undefined;
  /** What was added to them since. */
  added: string;
}

/** Functions take turns: else one would overwrite the flags that another has just added. */
const turns = new WeakMap<CommandSender, Promise<unknown>>();
const readings = new WeakMap<CommandSender, Reading>();
/** What functions have asked for, so that the remedy of one undoes nothing that another needs. */
const channels = new WeakMap<CommandSender, Set<string>>();

/**
 * The same for each server that publishes. One that cannot be asked is left out: the subscription on it fails as
 * well, and says so.
 */
export async function assertOnEach(
  descriptor: PubSubFunction,
  servers: readonly CommandClient[],
  signal: AbortSignal,
  options: CheckOptions,
): Promise<FlagsFound> {
  const checks = await Promise.allSettled(
    servers.map(async (server) => {
      if (servers.length > 1) {
        await withPatience(patienceInMs, signal, (patience) => server.whenReady(patience));
      }
      return assertKeyspaceNotifications(descriptor, server, options);
    }),
  );
  const failures = checks.flatMap((check) => (check.status === 'rejected' ? [check.reason as unknown] : []));
  const worst = failures.find(isDisabled) ?? (failures.length === checks.length ? failures[0] : undefined);
  if (isError(worst)) throw worst;
  const found = checks.flatMap((check) => (check.status === 'fulfilled' ? [check.value] : []));
  return (['unreadable', 'added'] as const).find((each) => found.includes(each)) ?? 'present';
}

/** Whether an error says that a server does not publish the notifications of a function. */
export function isDisabled(error: unknown): boolean {
  return error instanceof RedisTriggersError && error.code === 'KEYSPACE_NOTIFICATIONS_DISABLED';
}

/**
 * Makes sure that the server publishes the keyspace notifications a function waits for: a server with
 * other flags would leave it silent for ever. Adds the missing flags where the function says so, else
 * throws KEYSPACE_NOTIFICATIONS_DISABLED.
 */
export async function assertKeyspaceNotifications(
  descriptor: PubSubFunction,
  client: CommandSender,
  options: CheckOptions,
): Promise<FlagsFound> {
  if (!isKeyspaceChannel(descriptor.channel)) return 'present';
  channels.set(client, (channels.get(client) ?? new Set()).add(descriptor.channel));
  const turn = (turns.get(client) ?? Promise.resolve()).then(() => ensureFlags(descriptor, client, options));
  turns.set(
    client,
    turn.catch(() => undefined),
  );
  return turn;
}

async function ensureFlags(
  { channel, place, configureKeyspaceNotifications }: PubSubFunction,
  client: CommandSender,
  options: CheckOptions,
): Promise<FlagsFound> {
  const reading = await readFlags(client, options);
  const { flags, added } = reading;
  if (flags === undefined) return 'unreadable';
  if (missingFlags(channel, flags) === '') return 'present';
  const missing = missingFlags(channel, flags + added);
  if (missing === '') return 'added';
  if (configureKeyspaceNotifications) {
    await client.send(['CONFIG', 'SET', setting, flags + added + missing]);
    reading.added += missing;
    return 'added';
  }
  throw new RedisTriggersError({
    code: 'KEYSPACE_NOTIFICATIONS_DISABLED',
    place,
    what: `the server's ${setting} is "${flags + added}", which publishes nothing to ${channel}`,
    remedy: `Run CONFIG SET ${setting} ${flagsForAll(client, flags + added)}, or set \`configureKeyspaceNotifications: true\`.`,
  });
}

/** The flags that there are, and those that all functions on a connection need besides. */
function flagsForAll(client: CommandSender, flags: string): string {
  return [...(channels.get(client) ?? [])].reduce((all, channel) => all + missingFlags(channel, all), flags);
}

async function readFlags(client: CommandSender, { clock, mostAgeInMs }: CheckOptions): Promise<Reading> {
  const known = readings.get(client);
  const at = clock.now();
  if (known && at - known.at < mostAgeInMs) return known;
  const reading = { at, flags: await askForFlags(client), added: '' };
  readings.set(client, reading);
  return reading;
}

/** The flags of the server, or undefined where CONFIG is forbidden, as on most managed servers. */
async function askForFlags(client: CommandSender): Promise<string | undefined> {
  try {
    const reply = (await client.send(['CONFIG', 'GET', setting])) as unknown[];
    return reply.length < 2 ? undefined : String(reply[1]);
  } catch (error) {
    if (isForbidden(error)) return undefined;
    throw error;
  }
}
