import type { Redis } from 'ioredis';
import type { CredentialSource } from './credential-source.js';
import type { Credentials } from './credentials.js';

/** What keeping the credentials of a client needs of it. */
export interface AuthenticatedClient {
  readonly redis: Redis;
  readonly isReady: boolean;
  /** Sends AUTH; a blocking read that is under way is woken, for AUTH waits behind it. */
  authenticate(credentials: Credentials): Promise<void>;
}

/** Keeps one client authenticated with what its connection's source gives. */
export class ClientCredentials {
  /** What the present connection has told Redis, or is about to. */
  private used?: Credentials;

  constructor(
    private readonly client: AuthenticatedClient,
    readonly source: CredentialSource,
  ) {
    const { redis } = client;
    // Earlier than ioredis reads its options: at worst they are told once more than needed.
    redis.on('close', () => (this.used = source.current));
    redis.on('ready', () => {
      if (this.used === source.current) source.accepted(this.used);
      else void this.renew();
    });
    source.onChange((credentials) => {
      this.setOptions(credentials);
      if (client.isReady) void this.renew();
    });
  }

  /** Resolves when there is something to connect with. */
  async whenGranted(): Promise<void> {
    await this.source.whenGranted();
    this.used = this.source.current;
    if (this.used) this.setOptions(this.used);
  }

  /** Redis did not let the connection in. */
  refused(error: unknown): void {
    this.source.refused(this.used, error);
  }

  private async renew(): Promise<void> {
    const credentials = this.source.current;
    if (!credentials) return;
    this.used = credentials;
    const { client, source } = this;
    // With RESP2, a connection that subscribes takes no AUTH: it is made anew, and the gap is reported.
    if (client.redis.mode === 'subscriber') {
      client.redis.disconnect(true);
      return;
    }
    try {
      await client.authenticate(credentials);
      source.accepted(credentials);
    } catch (error) {
      // Where the connection closed meanwhile, the next one begins with these.
      if (client.isReady) source.refused(credentials, error);
    }
  }

  /** What ioredis tells Redis on its next connection. */
  private setOptions({ username, password }: Credentials): void {
    Object.assign(this.client.redis.options, { username: username ?? null, password });
  }
}
