import type { ConnectionCatalog } from '../../connections/connection-catalog.js';
import type { ConnectionTarget } from '../../connections/connection-target.js';
import type { Connections } from '../../connections/connections.js';
import type { EmbeddedRedis } from '../../connections/embedded-connection.js';
import type { DescribeError } from '../../errors/describe-error.js';
import type { CommandClient } from '../../redis/commands/clients.js';
import { callsOf, Sender } from '../../sending/sender.js';
import { defaultTimeoutInMs } from '../../sending/sender-surroundings.js';
import type { SettingsSource } from '../../settings/settings-source.js';

export interface RuntimeSenderOptions {
  readonly catalog: ConnectionCatalog;
  readonly settings: SettingsSource;
  readonly describeError: DescribeError;
  readonly openEmbedded?: (() => Promise<EmbeddedRedis>) | undefined;
}

/** The sender of a runtime, on its connections, which are known only once the runtime is made. */
export class RuntimeSender {
  readonly sender: Sender;
  private connections?: Connections;

  constructor(private readonly options: RuntimeSenderOptions) {
    const { catalog, settings, describeError } = options;
    this.sender = new Sender({
      settings,
      describeError,
      resolve: (reference, place) => catalog.resolve(reference, place),
      connect: (target) => this.connect(target),
      timeoutInMs: defaultTimeoutInMs,
    });
  }

  /** The client for commands on a connection of the runtime. */
  async connect(target: ConnectionTarget): Promise<CommandClient> {
    await this.provideEmbedded();
    if (!this.connections) throw new Error('the sender of a runtime was used before there was a runtime');
    return this.connections.command(target);
  }

  attach(connections: Connections): void {
    this.connections = connections;
  }

  /** Takes no more, and resolves when what was begun has ended, or has no time for it. */
  end(deadline: AbortSignal): Promise<void> {
    return callsOf(this.sender).end(deadline);
  }

  /** A connection that only messages are sent on is found after the runtime was made. */
  private async provideEmbedded(): Promise<void> {
    const { catalog, openEmbedded } = this.options;
    const { embedded } = catalog;
    if (embedded.port === undefined || embedded.provided || !openEmbedded) return;
    const redis = await openEmbedded();
    if (embedded.provided) await redis.close();
    else embedded.provide(redis);
  }
}
