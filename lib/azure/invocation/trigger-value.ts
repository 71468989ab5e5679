import type { RawMessage } from '../../messages/raw-message.js';
import type { Binding } from '../folder/binding.js';

/** What a binding gives a function: text, or bytes where it asks for them; several with `cardinality: "many"`. */
export type BindingValue = string | Buffer | readonly (string | Buffer)[] | undefined;

/** What a message of a channel looks like: itself, or with the names of the channels around it. */
export type PubSubMessage = 'message' | 'envelope';

/** Reads what the trigger gives the function out of the messages of an invocation. */
export type TriggerReader = (messages: readonly RawMessage[]) => BindingValue;

/** Compiles what a trigger gives its function. */
export function triggerReader(
  { isBinary, isMany }: Pick<Binding, 'isBinary' | 'isMany'>,
  pubSub: PubSubMessage,
): TriggerReader {
  const read = (message: RawMessage): string | Buffer =>
    isBinary ? bytesOf(message, pubSub) : textOf(message, pubSub);
  if (isMany) return (messages) => messages.map(read);
  return ([message]) => message && read(message);
}

/** A message as text, as version 1.0 of Azure's extension writes it. */
export function textOf(message: RawMessage, pubSub: PubSubMessage): string {
  switch (message.kind) {
    case 'list':
      return message.body.toString();
    case 'stream':
      return `{"Id":"${message.id}","Values":${message.toModel().message}}`;
    case 'pubsub': {
      const text = message.body.toString();
      const { channel, pattern = channel } = message;
      return pubSub === 'message'
        ? text
        : JSON.stringify({ SubscriptionChannel: pattern, Channel: channel, Message: text });
    }
  }
}

/** An element has the bytes that were pushed; of the others the text has bytes. */
function bytesOf(message: RawMessage, pubSub: PubSubMessage): Buffer {
  const isBare = message.kind === 'list' || (message.kind === 'pubsub' && pubSub === 'message');
  return isBare ? message.body : Buffer.from(textOf(message, pubSub));
}
