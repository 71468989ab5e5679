import type { StreamOverrides } from './agreed-options.js';
import type { AnyStreamTriggerOptions } from './azure-spellings.js';
import type { StreamDefinition } from './definition.js';
import { recordTrigger } from './record-trigger.js';

/**
 * Runs the method for each entry of one or more streams, read through a consumer group (XREADGROUP) and acknowledged
 * (XACK) only after the method succeeds.
 *
 * Delivery: at least once, to one process of each group.
 *
 * An entry whose handler fails, after the retries of `retry`, stays pending and is delivered again; after
 * `maxDeliveryCount` deliveries it becomes a dead letter and is acknowledged. An invalid payload or a `Reject` makes
 * it one at once. If a process dies, others claim its entries after `claimIdleInMs`.
 */
export function RedisStreamTrigger(
  definition: StreamDefinition,
  overrides?: StreamOverrides,
): MethodDecorator;
export function RedisStreamTrigger(options: AnyStreamTriggerOptions): MethodDecorator;
export function RedisStreamTrigger(
  options: StreamDefinition | AnyStreamTriggerOptions,
  overrides?: StreamOverrides,
): MethodDecorator {
  return recordTrigger('stream', options, overrides);
}
