import type { ConnectionOption } from './connections/connection-option.js';
import { ConnectionCatalog } from './connections/connection-catalog.js';
import type { ConnectionTarget } from './connections/connection-target.js';
import { Connections } from './connections/connections.js';
import type { Secrets } from './logging/secrets.js';
import type { CommandClient } from './redis/commands/clients.js';
import type { SettingsSource } from './settings/settings-source.js';
import { systemClock } from './time/system-clock.js';

/** The connections of a sender of `createSender`: its own, found as those of a runtime are. */
export class SenderConnections {
  private readonly catalog: ConnectionCatalog;
  private readonly connections = new Connections(systemClock, () => () => undefined);
  private opening?: Promise<void>;

  constructor(given: Readonly<Record<string, ConnectionOption>>, settings: SettingsSource, secrets: Secrets) {
    this.catalog = new ConnectionCatalog(given, settings, secrets);
  }

  /** Where a connection leads; throws where nothing has its name, saying so for `place`. */
  resolve(reference: string, place: string): ConnectionTarget {
    return this.catalog.resolve(reference, place);
  }

  /** The client for commands on a connection. */
  async connect(target: ConnectionTarget): Promise<CommandClient> {
    if (this.catalog.embedded.port !== undefined) await (this.opening ??= this.openEmbedded());
    return this.connections.command(target);
  }

  async close(): Promise<void> {
    this.connections.close();
    await this.catalog.embedded.provided?.close();
  }

  /** Here, above all folders, because what sends must not know where an embedded Redis comes from. */
  private async openEmbedded(): Promise<void> {
    const { FakeRedis } = await import('./testing/fake/fake-redis.js');
    const { embedded } = this.catalog;
    const redis = new FakeRedis();
    embedded.provide(redis);
    await redis.listen(embedded.port ?? 0);
  }
}
