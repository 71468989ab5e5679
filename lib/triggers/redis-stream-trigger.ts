import type { StreamOverrides } from './agreed-options.js';
import type { AnyStreamTriggerOptions } from './azure-spellings.js';
import type { Bindings } from './binding.js';
import type { CheckedOptions, CheckedPayload, DefinedPayload, WithArgs } from './checked-options.js';
import type { StreamFields } from './define-stream.js';
import type { StreamDefinition } from './definition.js';
import type { PayloadType } from './payload-types.js';
import { recordTrigger } from './record-trigger.js';
import type { TriggerDecorator } from './trigger-decorator.js';
import type { StreamTriggerOptions } from './trigger-options.js';

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
export function RedisStreamTrigger<
  Type extends PayloadType = never,
  Batch extends boolean = false,
  const Args extends Bindings = never,
>(
  options: WithArgs<CheckedOptions<StreamTriggerOptions, Type, Batch>, Args>,
): TriggerDecorator<'stream', Batch, CheckedPayload<Type>, Args>;
/** The same by a definition; `overrides` are options of this trigger alone. */
export function RedisStreamTrigger<
  Output,
  Batch extends boolean,
  Own extends boolean = Batch,
  const Args extends Bindings = never,
>(
  definition: StreamDefinition<never, Output, Batch>,
  overrides?: WithArgs<StreamOverrides & { batch?: Own }, Args>,
): TriggerDecorator<'stream', Own, DefinedPayload<Output, StreamFields>, Args>;
/** The same with options in PascalCase, or under the names that Azure gives them. */
export function RedisStreamTrigger(options: AnyStreamTriggerOptions): TriggerDecorator<'stream'>;
export function RedisStreamTrigger(
  options: StreamDefinition | AnyStreamTriggerOptions,
  overrides?: StreamOverrides,
): TriggerDecorator<'stream'> {
  return recordTrigger('stream', options, overrides);
}
