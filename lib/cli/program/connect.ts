import type { CommandClient } from '../../redis/commands/clients.js';
import type { Connections } from '../../connections/connections.js';
import type { ConnectionTarget } from '../../connections/connection-target.js';
import { describeError } from '../../errors/describe-error.js';
import { RedisTriggersError } from '../../errors/redis-triggers-error.js';
import { whenAborted } from '../../time/when-aborted.js';

/** How long Redis may take where nothing says that it is not there. */
export const patienceInMs = 5_000;

/** Resolves with the client when it is ready. A person waits: the first error of its connection ends the command. */
export async function connect(
  client: CommandClient,
  { name, label }: Pick<ConnectionTarget, 'name' | 'label'>,
): Promise<CommandClient> {
  const patience = AbortSignal.timeout(patienceInMs);
  const failed = new Promise<never>((_resolve, reject) => {
    client.onError((error) => reject(unreachable(error, name, label)));
    void whenAborted(patience).then(() => reject(unreachable(undefined, name, label)));
  });
  await Promise.race([client.whenReady(patience), failed]);
  if (!client.isReady) throw unreachable(undefined, name, label);
  // Errors that come later are those of the commands.
  failed.catch(() => undefined);
  return client;
}

/**
 * Resolves with a client for each master of a cluster, for what each of them knows for itself alone, such as SCAN and CLIENT
 * LIST; elsewhere with the one client. Rejects where one of them cannot be reached.
 */
export async function connectMasters(
  connections: Connections,
  target: ConnectionTarget,
): Promise<readonly CommandClient[]> {
  const client = await connect(connections.command(target), target);
  if (!target.cluster) return [client];
  return Promise.all(connections.publishers(target).map((master) => connect(master, target)));
}

/** Resolves with a client for each replica of a cluster that can be reached, once its masters are known. */
export async function connectReplicas(
  connections: Connections,
  target: ConnectionTarget,
): Promise<readonly CommandClient[]> {
  const replicas = connections.replicas(target).map((replica) => connect(replica, target));
  const connected = await Promise.allSettled(replicas);
  return connected.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
}

function unreachable(error: unknown, name: string, label: string): RedisTriggersError {
  if (error instanceof RedisTriggersError) return error;
  const reason =
    error === undefined ? `no answer within ${patienceInMs / 1_000} seconds` : describeError(error).message;
  const what = `Redis at ${label} cannot be reached: ${reason}`;
  return new RedisTriggersError({ code: 'REDIS_UNREACHABLE', place: name, what });
}
