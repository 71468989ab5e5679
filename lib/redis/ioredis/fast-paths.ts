/**
 * Whether commands and replies may go past what ioredis does by itself. The variable turns that off as a whole, so
 * that the specs can run once with ioredis alone; it is no option for users.
 */
export function areFastPathsOn(): boolean {
  return process.env.REDIS_TRIGGERS_FAST_PATHS !== 'off';
}
