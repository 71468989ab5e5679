/** The versions of Redis, and of Valkey, that a fake can imitate. */
export type RedisVersion = '6.0' | '6.2' | '7.0' | '7.2' | '7.4' | '8.0' | '8.2' | 'valkey-8' | 'valkey-9';

/** A version as a number, which compares as versions do: 6.2 < 7 < 7.2 < 8. That of Valkey is the Redis it comes from. */
export type VersionNumber = number;

interface VersionFacts {
  readonly number: VersionNumber;
  /** What INFO and HELLO say in full. */
  readonly full: string;
  /** What Valkey says of itself besides. */
  readonly valkey?: string;
}

export const versionFacts: Readonly<Record<RedisVersion, VersionFacts>> = {
  '6.0': { number: 6, full: '6.0.16' },
  '6.2': { number: 6.2, full: '6.2.14' },
  '7.0': { number: 7, full: '7.0.15' },
  '7.2': { number: 7.2, full: '7.2.4' },
  '7.4': { number: 7.4, full: '7.4.2' },
  '8.0': { number: 8, full: '8.0.2' },
  '8.2': { number: 8.2, full: '8.2.1' },
  'valkey-8': { number: 7.2, full: '7.2.4', valkey: '8.0.1' },
  'valkey-9': { number: 7.2, full: '7.2.4', valkey: '9.1.2' },
};
