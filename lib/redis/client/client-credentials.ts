import type { Redis } from 'ioredis';
import type { CredentialSource } from '../credentials/credential-source.js';
import type { Credentials } from '../credentials/credentials.js';
import { NextCredentials } from '../ioredis/next-credentials.js';
import type { ConnectionReports } from './connection-reports.js';

/** Keeps one client authenticated with what its connection's source gives. */
export class ClientCredentials {
  /** What the present connection has told Redis, or is about to. */
  private used?: Credentials;
  /** What ioredis tells Redis at its next connection. */
  private readonly next: NextCredentials;
  private readonly forgetChanges: () => void;

  constructor(
    private readonly client: AuthenticatedClient,
    readonly source: CredentialSource,
    reports: Pick<ConnectionReports, 'isUnusable' | 'onRefusal'>,
  ) {
    const { redis } = client;
    this.next = new NextCredentials(redis);
    redis.on('connect', () => {
      if (!this.next.areTaken) reports.isUnusable('it does not read user and password when it connects');
    });
    // Earlier than ioredis reads its options: at worst they are told once more than needed.
    redis.on('close', () => (this.used = source.current));
    redis.on('ready', () => {
      if (this.used === source.current) source.accepted(this.used);
      else void this.renew();
    });
    reports.onRefusal((error) => source.refused(this.used, error));
    this.forgetChanges = source.onChange((credentials) => {
      this.next.set(credentials.username, credentials.password);
      if (client.isReady) void this.renew();
    });
  }

  /** Resolves when there is something to connect with. */
  async whenGranted(): Promise<void> {
    await this.source.whenGranted();
    this.used = this.source.current;
    if (this.used) this.next.set(this.used.username, this.used.password);
  }

  /** Its client is closed for good: the source, which lives longer, keeps nothing of it. */
  close(): void {
    this.forgetChanges();
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
}

/** What keeping the credentials of a client needs of it. */
export interface AuthenticatedClient {
  readonly redis: Redis;
  readonly isReady: boolean;
  /** Sends AUTH; a blocking read that is under way is woken, for AUTH waits behind it. */
  authenticate(credentials: Credentials): Promise<void>;
}
