import type { ChannelMessage } from './channel-message.js';
import type { ListElement } from './list-element.js';
import type { StreamEntry } from './stream-entry.js';

/** What starts an invocation, as its listener received it. */
export type RawMessage = ChannelMessage | ListElement | StreamEntry;

/** The kinds of trigger; each raw message says its own. */
export type TriggerKind = RawMessage['kind'];

/** The channel or key that a message came from. */
export function sourceOf(message: RawMessage): string {
  return message.kind === 'pubsub' ? message.channel : message.key;
}

/**
 * How many times a message was delivered, this time included: above 1 only for a stream entry, or an element of
 * a list with `delivery: 'atLeastOnce'`.
 */
export function deliveryCountOf(message: RawMessage): number {
  return message.kind === 'pubsub' ? 1 : message.deliveryCount;
}

/** How many bytes the message itself has, without its key or id. */
export function sizeOf(message: RawMessage): number {
  if (message.kind !== 'stream') return message.body.length;
  return message.fields.reduce((sum, [name, value]) => sum + name.length + value.length, 0);
}
