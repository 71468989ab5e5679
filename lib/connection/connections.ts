import type { Clock } from '../time/clock.js';
import type { ClientRole } from './client-roles.js';
import type { ConnectionTarget } from './connection-target.js';
import { CredentialSource } from './credential-source.js';
import { startHeartbeat } from './heartbeat.js';
import { RedisClient } from './redis-client.js';

/** The open connections of a runtime: one command client and one subscriber per name, blocking ones apart. */
export class Connections {
  private readonly shared = new Map<string, RedisClient>();
  private readonly clients: RedisClient[] = [];
  private readonly sources = new Map<string, CredentialSource>();
  private readonly heartbeats: (() => void)[] = [];

  constructor(
    private readonly clock: Clock,
    /** Calls back with each client that is made, so that its connection can be watched. */
    private readonly onClient: (client: RedisClient) => void,
  ) {}

  /** The client for ordinary commands on a connection. */
  command(target: ConnectionTarget): RedisClient {
    return this.sharedClient(target, 'command');
  }

  /** The client for the subscriptions of a connection. */
  subscriber(target: ConnectionTarget): RedisClient {
    return this.sharedClient(target, 'subscriber');
  }

  /** A client of its own for the blocking reads of one function. */
  blocking(target: ConnectionTarget, functionId: string): RedisClient {
    return this.open(target, 'blocking', functionId);
  }

  /** Closes every connection. */
  close(): void {
    for (const endHeartbeat of this.heartbeats) endHeartbeat();
    for (const source of this.sources.values()) source.close();
    for (const client of this.clients) client.close();
    this.shared.clear();
  }

  /** Where the credentials of a connection come from; undefined for one whose user and password are fixed. */
  credentials({ name, credentials }: ConnectionTarget): CredentialSource | undefined {
    if (!credentials) return undefined;
    const source = this.sources.get(name) ?? new CredentialSource(name, credentials, this.clock);
    this.sources.set(name, source);
    return source;
  }

  private sharedClient(target: ConnectionTarget, role: ClientRole): RedisClient {
    const key = `${role} ${target.name}`;
    const client = this.shared.get(key) ?? this.open(target, role);
    this.shared.set(key, client);
    return client;
  }

  private open(target: ConnectionTarget, role: ClientRole, functionId?: string): RedisClient {
    // A client's name on the server may hold no space and no line break.
    const clientName = `redis-triggers:${functionId ?? role}`.replace(/[^!-~]/g, '_');
    const request = {
      connection: target.name,
      role,
      clientName,
      ...(functionId !== undefined && { functionId }),
    };
    const source = this.credentials(target);
    const client = new RedisClient(target.makeClient(request), request, this.clock, source);
    this.clients.push(client);
    // A blocking connection has a reply to wait for at all times; the others can be silent for long.
    if (role !== 'blocking') this.heartbeats.push(startHeartbeat(client));
    this.onClient(client);
    return client;
  }
}
