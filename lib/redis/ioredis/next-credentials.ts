import type { Redis } from 'ioredis';

/** The user and the password that a client tells Redis at its next connection, because ioredis reads its options then. */
export class NextCredentials {
  private password: string | undefined;
  private isRead = true;

  constructor(private readonly redis: Redis) {}

  /** Whether ioredis has taken up what was set last. To be asked when it has connected. */
  get areTaken(): boolean {
    return this.isRead;
  }

  set(username: string | undefined, password: string): void {
    if (this.password === undefined) this.noteReads();
    Object.assign(this.redis.options, { username: username ?? null, password });
  }

  private noteReads(): void {
    Object.defineProperty(this.redis.options, 'password', {
      configurable: true,
      enumerable: true,
      get: () => {
        this.isRead = true;
        return this.password;
      },
      set: (password: string | undefined) => {
        this.isRead = false;
        this.password = password;
      },
    });
  }
}
