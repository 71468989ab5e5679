/**
 * Whether fast paths may be used at all. The variable turns them all off, so that the specs can run with ioredis alone;
 * it is not an option for users.
 */
export function areFastPathsOn(): boolean {
  return process.env.REDIS_TRIGGERS_FAST_PATHS !== 'off';
}
