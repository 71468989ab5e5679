import type { SlotClients } from '../../redis/cluster/cluster-connection.js';
import type { ListFunction, StreamFunction } from '../../functions/function-descriptor.js';
import type { ReadLoopOptions } from './read-loop.js';
import { limited } from './limited-reader.js';
import type { MessageReader } from './message-reader.js';
import { SlotReaders } from './slot-readers.js';

/** Makes the reader of a function: one for all its keys or, where they are in several slots, one that joins theirs. */
export function makeReader<Descriptor extends ListFunction | StreamFunction, Message>(
  { descriptor, slots, rate }: ReadLoopOptions<Descriptor>,
  /** Makes the reader of the keys that the descriptor names, which may be one of several. */
  make: (descriptor: Descriptor, clients: SlotClients, isAlone: boolean) => MessageReader<Message>,
): MessageReader<Message> {
  const made = slots.map((clients) => {
    const own = { ...descriptor, keys: clients.keys };
    const reader = limited(make(own, clients, slots.length === 1), own, rate);
    return { keys: clients.keys, client: clients.blocking, reader };
  });
  const [first, ...others] = made;
  return first && others.length === 0 ? first.reader : new SlotReaders(descriptor, made);
}
