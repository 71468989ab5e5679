import { ConnectionCatalog } from '../../connections/connection-catalog.js';
import type { ConnectionOption } from '../../connections/connection-option.js';
import type { ConnectionTarget } from '../../connections/connection-target.js';
import { Connections } from '../../connections/connections.js';
import { RedisTriggersError } from '../../errors/redis-triggers-error.js';
import { Secrets } from '../../logging/secrets.js';
import type { CommandSender } from '../../redis/commands/command-sender.js';
import type { SettingsSource } from '../../settings/settings-source.js';
import { systemClock } from '../../time/system-clock.js';
import type { AppResource } from '../function-app.js';

/** How long a command waits for its connection. */
const patienceInMs = 5_000;

/** The clients of an app's bindings that read and send: one for each connection, opened when it is first needed. */
export class BindingClients implements AppResource {
  private readonly connections = new Connections(systemClock, () => () => undefined);
  private readonly catalog: ConnectionCatalog;

  constructor(given: Readonly<Record<string, ConnectionOption>>, settings: SettingsSource) {
    this.catalog = new ConnectionCatalog(given, settings, new Secrets());
  }

  /** Where a reference leads. Throws where it leads nowhere, saying so for `place`. */
  target(reference: string, place: string): ConnectionTarget {
    return this.catalog.resolve(reference, place);
  }

  /** The client of a connection, once it is ready. */
  async client(target: ConnectionTarget): Promise<CommandSender> {
    const client = this.connections.command(target);
    if (!client.isReady) await client.whenReady(AbortSignal.timeout(patienceInMs));
    if (client.isReady) return client;
    const what = `Redis at ${target.label} cannot be reached: it was not ready within ${patienceInMs / 1_000} seconds`;
    throw new RedisTriggersError({ code: 'REDIS_UNREACHABLE', place: target.name, what });
  }

  close(): Promise<void> {
    this.connections.close();
    return Promise.resolve();
  }
}
