import { sourceOf, type RawMessage } from '../../messages/raw-message.js';

/** A batch for each list: a read in pieces may bring elements of several, and a batch has always been of one. */
export function batchesByKey<Message extends RawMessage>(
  messages: readonly Message[],
): (readonly Message[])[] {
  const batches = new Map<string, Message[]>();
  for (const message of messages) {
    const batch = batches.get(sourceOf(message));
    if (batch) batch.push(message);
    else batches.set(sourceOf(message), [message]);
  }
  return [...batches.values()];
}
