import { formatDuration } from '../frame/duration.js';
import { formatTime } from '../frame/time-of-day.js';

/** A deadline for people: `14m left, until 15:32`. */
export function untilText(until: string, now: Date): string {
  const end = new Date(until);
  return `${formatDuration(end.getTime() - now.getTime())} left, until ${formatTime(end, now)}`;
}
