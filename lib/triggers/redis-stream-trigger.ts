import type { AnyStreamTriggerOptions } from './azure-spellings.js';
import { recordTrigger } from './record-trigger.js';

/**
 * Runs the method for each entry of one or several streams, read through a consumer group (XREADGROUP) and
 * acknowledged (XACK) only after the method succeeded.
 *
 * Delivery: at least once, to one process of each group. An entry whose handler failed stays pending.
 */
export function RedisStreamTrigger(options: AnyStreamTriggerOptions): MethodDecorator {
  return recordTrigger('stream', options);
}
