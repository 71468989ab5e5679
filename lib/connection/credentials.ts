import type { RedisOptions } from 'ioredis';

/** Who a connection is to Redis, and for how long. */
export interface Credentials {
  /** The ACL user; Redis' default user unless told. */
  readonly username?: string;
  /** The password, or the token that stands for it. Never shown in a log, an error or `health()`. */
  readonly password: string;
  /**
   * When they end, as a date or in milliseconds since the epoch. Others are asked for when 70 to 80 % of the
   * time until then is over. Absent: others are asked for only when Redis refuses these.
   */
  readonly expiresAt?: Date | number;
}

/**
 * Gives the credentials of a connection: before it connects for the first time, before those it gave expire,
 * and when Redis refuses them. One that rejects, or has not answered after 30 seconds, is asked again, at first
 * after 100 ms, at last every 30 seconds; what is connected stays so meanwhile.
 */
export type CredentialsProvider = () => Promise<Credentials>;

/** ioredis options of a connection whose user and password change while it is open. */
export type RotatingOptions = RedisOptions & { readonly credentials: CredentialsProvider };

/** When credentials end, in milliseconds since the epoch; undefined where they do not. */
export function expiryOf({ expiresAt }: Credentials): number | undefined {
  return expiresAt === undefined ? undefined : Number(expiresAt);
}

/** Whether both name the same user with the same password. */
export function areSame(one: Credentials, other: Credentials): boolean {
  return one.username === other.username && one.password === other.password;
}
