import { format } from 'node:util';
import type { Logger } from '../../logging/logger.js';
import type { LogLevel } from '../folder/log-levels.js';

type Log = (...args: unknown[]) => void;

/** `context.log` of the third programming model: information itself, and a method for each other level. */
export type V3Log = Log & Readonly<Record<'error' | 'warn' | 'info' | 'verbose', Log>>;

/** Where lines of a function go, and which of them. */
export interface LogTarget {
  readonly logger: () => Logger;
  readonly isWritten: (level: LogLevel) => boolean;
}

export function v3Log(target: LogTarget): V3Log {
  const log =
    (level: LogLevel): Log =>
    (...args) =>
      writeLog(target, level, format(...args));
  return Object.assign(log('information'), {
    error: log('error'),
    warn: log('warning'),
    info: log('information'),
    verbose: log('trace'),
  });
}

const methods = {
  trace: 'debug',
  debug: 'debug',
  information: 'info',
  warning: 'warn',
  error: 'error',
  critical: 'error',
  none: 'error',
} as const satisfies Record<LogLevel, keyof Logger>;

/** A line of a function, at the level of our log that is nearest to Azure's. */
export function writeLog({ logger, isWritten }: LogTarget, level: LogLevel, text: string): void {
  if (isWritten(level)) logger()[methods[level]]({}, text);
}
