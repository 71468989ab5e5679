import { RedisTriggersError } from '../../errors/redis-triggers-error.js';
import type { Failed } from '../../messages/outcome.js';

/** How a message ends that was delivered so often and never acknowledged: no handler sees it again. */
export function tooManyDeliveries(place: string, what: 'element' | 'entry', deliveries: number): Failed {
  const text = `the ${what} was delivered ${deliveries} times but never acknowledged`;
  const error = new RedisTriggersError({ code: 'DELIVERY_COUNT_EXCEEDED', place, what: text });
  return { status: 'failed', reason: 'too-many-deliveries', error, attempts: 0 };
}
