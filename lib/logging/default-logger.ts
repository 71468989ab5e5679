import { destination, pino } from 'pino';
import type { Logger } from './logger.js';
import { readableLogger } from './readable-logger.js';

/**
 * One line per event on the standard error stream, so that a program's own output stays its own: for people at a terminal,
 * else JSON for those who collect it. Level `info`, or what the environment variable `REDIS_TRIGGERS_LOG_LEVEL` says.
 */
export function createDefaultLogger(level = process.env.REDIS_TRIGGERS_LOG_LEVEL ?? 'info'): Logger {
  if (process.stderr.isTTY) return readableLogger(process.stderr, level);
  return pino({ name: 'redis-triggers', level }, destination({ dest: 2, sync: true }));
}
