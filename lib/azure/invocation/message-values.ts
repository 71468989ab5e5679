import type { RawMessage } from '../../messages/raw-message.js';
import { isObject } from '../../errors/value-checks.js';

/** What is known of the messages of an invocation, by Azure's names: `Key`, `Message`, and a JSON payload's own members. */
export type MessageValues = Readonly<Record<string, unknown>>;

/**
 * The data of a trigger. The members of a payload that is a JSON object are among them, but for arrays and null; they never
 * take the place of the trigger's own names.
 */
export function messageValues(messages: readonly RawMessage[], isMany: boolean): MessageValues {
  const [message] = messages;
  if (!message) return {};
  if (isMany)
    return { Key: message.kind === 'pubsub' ? message.channel : message.key, Count: messages.length };
  const { own, payload } = dataOf(message);
  const taken = new Set(Object.keys(own).map((name) => name.toLowerCase()));
  const members = Object.entries(membersOf(payload)).filter(
    ([name, value]) => !taken.has(name.toLowerCase()) && value !== null && !Array.isArray(value),
  );
  return { ...Object.fromEntries(members), ...own };
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
