import type { Redis } from 'ioredis';

/** Sets the user and the password for a client's next connection, at which ioredis reads its options again. */
export class NextCredentials {
  private password: string | undefined;
  private isRead = true;

  constructor(private readonly redis: Redis) {}

  /** Whether ioredis has read what was set last. Ask once it has connected. */
  get areTaken(): boolean {
    return this.isRead;
  }

  set(username: string | undefined, password: string): void {
    const { options } = this.redis;
    if (this.password === undefined) this.noteReads();
    const isSet =
      Reflect.set(options, 'username', username ?? null) && Reflect.set(options, 'password', password);
    if (!isSet) this.isRead = false;
  }

  private noteReads(): void {
    Reflect.defineProperty(this.redis.options, 'password', {
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
