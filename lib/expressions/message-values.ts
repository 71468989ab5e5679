import { isObject } from '../errors/value-checks.js';
import type { RawMessage } from '../messages/raw-message.js';

/** What is known of the messages of an invocation, by Azure's names: `Key`, `Message`, and a JSON payload's own members. */
export type MessageValues = Readonly<Record<string, unknown>>;

/**
 * What is known of one message. The members of a payload that is a JSON object are among it, but for arrays and null; they
 * never take the place of the names that the trigger itself gives.
 */
export function messageValues(message: RawMessage): MessageValues {
  const { own, payload } = dataOf(message);
  return beside(own, membersOf(payload));
}

/** The same for a method with decorators, whose payload may be the fields of a stream entry, or JSON in one of them. */
export function payloadValues(message: RawMessage, payloadField?: string): MessageValues {
  if (message.kind !== 'stream') return messageValues(message);
  const { own } = dataOf(message);
  const fields = own.Values as MessageValues;
  return beside(
    own,
    payloadField === undefined ? fields : membersOf(message.value(payloadField)?.toString()),
  );
}

/** What is known of several messages at once. */
export function batchValues(messages: readonly RawMessage[]): MessageValues {
  const [message] = messages;
  if (!message) return {};
  return { Key: message.kind === 'pubsub' ? message.channel : message.key, Count: messages.length };
}

function beside(own: MessageValues, members: MessageValues): MessageValues {
  const taken = new Set(Object.keys(own).map((name) => name.toLowerCase()));
  const others = Object.entries(members).filter(
    ([name, value]) => !taken.has(name.toLowerCase()) && value !== null && !Array.isArray(value),
  );
  return { ...Object.fromEntries(others), ...own };
}

function dataOf(message: RawMessage): { own: MessageValues; payload?: string } {
  switch (message.kind) {
    case 'list': {
      const text = message.body.toString();
      return { own: { Key: message.key, Value: text }, payload: text };
    }
    case 'stream': {
      const values = JSON.parse(message.toModel().message) as MessageValues;
      return { own: { Key: message.key, Id: message.id, Values: values } };
    }
    case 'pubsub': {
      const text = message.body.toString();
      const { channel, pattern = channel } = message;
      return { own: { SubscriptionChannel: pattern, Channel: channel, Message: text }, payload: text };
    }
  }
}

function membersOf(payload: string | undefined): MessageValues {
  const text = payload?.trim() ?? '';
  if (!text.startsWith('{') || !text.endsWith('}')) return {};
  try {
    const value = JSON.parse(text) as unknown;
    return isObject(value) ? (value as MessageValues) : {};
  } catch {
    return {};
  }
}
