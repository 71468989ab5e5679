import type { AnyListTriggerOptions } from './azure-spellings.js';
import { recordTrigger } from './record-trigger.js';

/**
 * Runs the method for each element popped from one or several lists (LPOP, RPOP, LMPOP and their blocking
 * forms).
 *
 * Delivery: at most once, to one process. The pop removes the element, so what a crashed process held is
 * gone; an element whose handler fails for good goes to the dead letters.
 */
export function RedisListTrigger(options: AnyListTriggerOptions): MethodDecorator {
  return recordTrigger('list', options);
}
