import { destination, pino } from 'pino';
import type { Logger } from './logger.js';

/**
 * One JSON line per event on the standard error stream, so that a program's own output stays its own.
 * Level `info`, or what the environment variable `REDIS_TRIGGERS_LOG_LEVEL` says.
 */
export function createDefaultLogger(level = process.env.REDIS_TRIGGERS_LOG_LEVEL ?? 'info'): Logger {
  return pino({ name: 'redis-triggers', level }, destination({ dest: 2, sync: true }));
}
