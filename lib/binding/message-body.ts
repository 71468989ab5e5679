import type { RawMessage } from '../messages/raw-message.js';

/** The bytes of a message: of a stream entry, those of its payload field; undefined where it has none. */
export function messageBody(message: RawMessage, payloadField?: string): Buffer | undefined {
  if (message.kind !== 'stream') return message.body;
  return payloadField === undefined ? undefined : message.value(payloadField);
}
