import type { ConnectionTarget } from '../../connections/connection-target.js';
import { Secrets } from '../../logging/secrets.js';
import type { CommandClient } from '../../redis/commands/clients.js';
import { systemClock } from '../../time/system-clock.js';
import { reportOf, CommandError } from '../frame/command-error.js';
import { connect, connectMasters } from '../program/connect.js';

/** A Redis without any handlers. */
export interface RedisAlone {
  readonly client: CommandClient;
  /** One for each master of a cluster; elsewhere the one. */
  readonly masters: readonly CommandClient[];
  readonly target: ConnectionTarget;
  readonly secrets: Secrets;
}

/** Connects to the Redis of --redis, and closes the connection in the end. What is thrown is a report without secrets. */
export async function withRedisAlone<Result>(
  url: string,
  use: (redis: RedisAlone) => Promise<Result>,
): Promise<Result> {
  const { ConnectionCatalog } = await import('../../connections/connection-catalog.js');
  const { Connections } = await import('../../connections/connections.js');
  const secrets = new Secrets();
  const connections = new Connections(systemClock, () => () => undefined);
  try {
    const catalog = new ConnectionCatalog({}, { get: () => undefined }, secrets);
    const target = catalog.resolve(url, '--redis');
    const client = await connect(connections.command(target), target);
    const masters = await connectMasters(connections, target);
    return await use({ client, masters, target, secrets });
  } catch (error) {
    throw new CommandError(reportOf(error, (text) => secrets.scrub(text)));
  } finally {
    connections.close();
  }
}
