import { RedisTriggersError } from '../errors/redis-triggers-error.js';

/** A number of workers; throws where it is none. */
export function checkedWorkers(workers: number, place: string): number {
  if (Number.isInteger(workers) && workers >= 0) return workers;
  const what = '`workers` must be a whole number of at least 0';
  throw new RedisTriggersError({ code: 'SCALING_OPTION_INVALID', place, what });
}
