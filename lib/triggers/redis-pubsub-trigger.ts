import type { AnyPubSubTriggerOptions } from './azure-spellings.js';
import { recordTrigger } from './record-trigger.js';

/**
 * Runs the method for each message published to a channel, or to any channel that matches a pattern
 * (SUBSCRIBE, PSUBSCRIBE). Keyspace notifications are such channels: `__keyspace@0__:key`,
 * `__keyevent@0__:del`.
 *
 * Delivery: at most once, to every process that subscribes, as Redis defines it.
 */
export function RedisPubSubTrigger(options: AnyPubSubTriggerOptions): MethodDecorator {
  return recordTrigger('pubsub', options);
}
