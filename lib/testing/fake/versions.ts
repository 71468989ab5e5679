/** The versions of Redis that a fake can imitate. */
export type RedisVersion = '6.0' | '6.2' | '7.0' | '8.0';

/** A version as a number, which compares as versions do: 6.2 < 7 < 7.2 < 8. */
export type VersionNumber = number;

/** What INFO and HELLO say in full. */
export const fullVersions: Readonly<Record<RedisVersion, string>> = {
  '6.0': '6.0.16',
  '6.2': '6.2.14',
  '7.0': '7.0.15',
  '8.0': '8.0.2',
};
