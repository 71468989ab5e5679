import type { PubSubOverrides } from './agreed-options.js';
import type { AnyPubSubTriggerOptions } from './azure-spellings.js';
import type { Bindings } from './binding.js';
import type { CheckedPayload, CheckedPayloadOption, DefinedPayload, WithArgs } from './checked-options.js';
import type { ChannelDefinition } from './definition.js';
import type { PayloadType } from './payload-types.js';
import { recordTrigger } from './record-trigger.js';
import type { TriggerDecorator } from './trigger-decorator.js';
import type { PubSubTriggerOptions } from './trigger-options.js';

/**
 * Runs the method for each message published to a channel (SUBSCRIBE; SSUBSCRIBE with `sharded`), or to any channel
 * that matches a pattern (PSUBSCRIBE). Keyspace notifications are such channels: `__keyspace@0__:key`,
 * `__keyevent@0__:del`.
 *
 * Delivery: at most once, as Redis defines it, to every subscribed process; with `exclusive`, only one of them
 * handles the messages.
 *
 * A handler that fails is retried in this process as `retry` says. A message that fails for good is logged and
 * counted as `failed`; it becomes a dead letter only with `deadLetter: true`.
 */
export function RedisPubSubTrigger<Type extends PayloadType = never, const Args extends Bindings = never>(
  options: WithArgs<CheckedPayloadOption<PubSubTriggerOptions, Type>, Args>,
): TriggerDecorator<'pubsub', false, CheckedPayload<Type>, Args>;
/** The same by a definition; `overrides` are options of this trigger alone. */
export function RedisPubSubTrigger<Output, const Args extends Bindings = never>(
  definition: ChannelDefinition<never, Output>,
  overrides?: WithArgs<PubSubOverrides, Args>,
): TriggerDecorator<'pubsub', false, DefinedPayload<Output, string | Buffer>, Args>;
/** The same with options in PascalCase, or under the names that Azure gives them. */
export function RedisPubSubTrigger(options: AnyPubSubTriggerOptions): TriggerDecorator<'pubsub', false>;
export function RedisPubSubTrigger(
  options: ChannelDefinition | AnyPubSubTriggerOptions,
  overrides?: PubSubOverrides,
): TriggerDecorator<'pubsub', false> {
  return recordTrigger('pubsub', options, overrides);
}
