import { usageError } from '../frame/command-error.js';
import { parseDuration } from '../frame/duration.js';

/** How many milliseconds an option's duration is. */
export function durationOf(text: string): number {
  const inMs = parseDuration(text);
  if (inMs === undefined) throw usageError(`"${text}" is no duration`, 'Write one such as 60s, 15m or 1h30m');
  return inMs;
}
