import type { RedisOptions } from 'ioredis';

/** The user and password of a connection, and how long they are valid. */
export interface Credentials {
  /** The ACL user. Default: Redis' default user. */
  readonly username?: string;
  /** The password, or a token in its place. Never shown in a log, an error or `health()`. */
  readonly password: string;
  /**
   * When they expire, as a date or in milliseconds since the Unix epoch. New ones are requested after 70 to 80 % of the
   * time until then. If absent, new ones are requested only when Redis rejects these.
   */
  readonly expiresAt?: Date | number;
}

/**
 * Returns the credentials of a connection. Called before it first connects, before the previous credentials expire, and
 * when Redis rejects them. If it rejects, or does not answer within 30 seconds, it is called again, at first after
 * 100 ms, later every 30 seconds; existing connections stay open in the meantime.
 */
export type CredentialsProvider = () => Promise<Credentials>;

/** ioredis options of a connection whose user and password change over time. */
export type RotatingOptions = RedisOptions & { readonly credentials: CredentialsProvider };

/** When credentials expire, in milliseconds since the Unix epoch; undefined if they do not. */
export function expiryOf({ expiresAt }: Credentials): number | undefined {
  return expiresAt === undefined ? undefined : Number(expiresAt);
}

/**
 * What a provider gave, as an object of its own. Each member is read once: a getter may give something else the next
 * time, and a password that was not read here is not kept out of the log. Throws what a getter throws.
 */
export function readOnce(given: unknown): unknown {
  if (typeof given !== 'object' || given === null) return given;
  const { username, password, expiresAt } = given as Partial<Record<keyof Credentials, unknown>>;
  return { username, password, expiresAt };
}

/** Whether both name the same user with the same password. */
export function areSame(one: Credentials, other: Credentials): boolean {
  return one.username === other.username && one.password === other.password;
}
