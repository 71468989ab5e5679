import type { PubSubOverrides } from './agreed-options.js';
import type { AnyPubSubTriggerOptions } from './azure-spellings.js';
import type { ChannelDefinition } from './definition.js';
import { recordTrigger } from './record-trigger.js';

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
export function RedisPubSubTrigger(
  definition: ChannelDefinition,
  overrides?: PubSubOverrides,
): MethodDecorator;
export function RedisPubSubTrigger(options: AnyPubSubTriggerOptions): MethodDecorator;
export function RedisPubSubTrigger(
  options: ChannelDefinition | AnyPubSubTriggerOptions,
  overrides?: PubSubOverrides,
): MethodDecorator {
  return recordTrigger('pubsub', options, overrides);
}
