import type { ConnectionOption } from '../connections/connection-option.js';
import { ConnectionCatalog, type ReferencesElsewhere } from '../connections/connection-catalog.js';
import type { ConnectionTarget } from '../connections/connection-target.js';
import { Connections } from '../connections/connections.js';
import type { EmbeddedRedis } from '../connections/embedded-connection.js';
import type { Secrets } from '../logging/secrets.js';
import type { CommandClient } from '../redis/commands/clients.js';
import type { SettingsSource } from '../settings/settings-source.js';
import { systemClock } from '../time/system-clock.js';

export interface SenderConnectionsOptions {
  /** By name. */
  readonly given: Readonly<Record<string, ConnectionOption>>;
  readonly settings: SettingsSource;
  readonly secrets: Secrets;
  readonly elsewhere?: ReferencesElsewhere;
  /** Makes the embedded Redis, where a connection leads there: what sends does not know where it comes from. */
  readonly openEmbedded: (port: number) => Promise<EmbeddedRedis>;
}

/** The connections of a sender that has its own, found as those of a runtime are. */
export class SenderConnections {
  private readonly catalog: ConnectionCatalog;
  private readonly connections = new Connections(systemClock, () => () => undefined);
  private opening?: Promise<void>;

  constructor(private readonly options: SenderConnectionsOptions) {
    const { given, settings, secrets, elsewhere } = options;
    this.catalog = new ConnectionCatalog(given, settings, secrets, elsewhere);
  }

  /** Where a connection leads; throws where nothing has its name, saying so for `place`. */
  resolve(reference: string, place: string): ConnectionTarget {
    return this.catalog.resolve(reference, place);
  }

  /** The client for commands on a connection. */
  async connect(target: ConnectionTarget): Promise<CommandClient> {
    const { port } = this.catalog.embedded;
    if (port !== undefined) await (this.opening ??= this.openEmbedded(port));
    return this.connections.command(target);
  }

  async close(): Promise<void> {
    this.connections.close();
    await this.catalog.embedded.provided?.close();
  }

  private async openEmbedded(port: number): Promise<void> {
    this.catalog.embedded.provide(await this.options.openEmbedded(port));
  }
}
