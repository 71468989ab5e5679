import { ChannelMessage } from '../../messages/channel-message.js';
import { ListElement } from '../../messages/list-element.js';
import type { TriggerKind } from '../../messages/raw-message.js';
import { RedisMessageModel } from '../../messages/redis-message-model.js';
import { StreamEntry } from '../../messages/stream-entry.js';
import type { MessageForm } from './parameter-descriptor.js';

/** The class of each kind's raw form. */
export const rawForms = {
  pubsub: ChannelMessage,
  list: ListElement,
  stream: StreamEntry,
} as const satisfies Record<TriggerKind, unknown>;

const forms = new Map<unknown, MessageForm>([
  [RedisMessageModel, 'model'],
  [String, 'text'],
  [Buffer, 'bytes'],
  ...Object.values(rawForms).map((raw): [unknown, MessageForm] => [raw, 'raw']),
]);

/** The form of the message that a parameter of this type takes, or undefined if it is no such type. */
export function messageFormOf(type: unknown): MessageForm | undefined {
  return forms.get(type);
}
