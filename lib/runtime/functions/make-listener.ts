import type { Connections, ReadingClients } from '../../connections/connections.js';
import type { ConnectionTarget } from '../../connections/connection-target.js';
import type {
  FunctionDescriptor,
  ListFunction,
  StreamFunction,
} from '../../functions/function-descriptor.js';
import { isKeyspaceChannel } from '../../functions/keyspace-channel.js';
import type { Listener, ListenerOptions } from '../../listeners/listener.js';
import { AtLeastOnceListListener } from '../../list/at-least-once/at-least-once-listener.js';
import { AtMostOnceListListener } from '../../list/at-most-once/at-most-once-listener.js';
import type { Logger } from '../../logging/logger.js';
import type { TriggerKind } from '../../messages/raw-message.js';
import { PubSubListener } from '../../pubsub/pubsub-listener.js';
import { StreamListener } from '../../stream/stream-listener.js';

/** What making a listener takes besides its function. */
export interface ListenerSurroundings extends ListenerOptions {
  readonly connections: Connections;
  readonly target: ConnectionTarget;
  readonly logger: Logger;
}

type ListenerMaker<Kind extends TriggerKind> = (
  descriptor: Extract<FunctionDescriptor, { kind: Kind }>,
  surroundings: ListenerSurroundings,
) => Listener;

/** One line a kind: a kind without its line does not compile. */
const makers: { readonly [Kind in TriggerKind]: ListenerMaker<Kind> } = {
  pubsub: (descriptor, parts) => {
    const { connections, target } = parts;
    const { id: functionId, channel, sharded } = descriptor;
    const kind = { functionId, channel, sharded, isKeyspace: isKeyspaceChannel(channel) };
    return new PubSubListener({
      ...parts,
      descriptor,
      subscriber: connections.subscriber(target, kind),
      command: connections.command(target),
      publishers: () => connections.publishers(target),
      database: target.database,
    });
  },
  list: (descriptor, parts) => {
    const MadeListener =
      descriptor.delivery === 'atLeastOnce' ? AtLeastOnceListListener : AtMostOnceListListener;
    return new MadeListener({ ...parts, descriptor, ...pollingClients(descriptor, parts) });
  },
  stream: (descriptor, parts) =>
    new StreamListener({ ...parts, descriptor, ...pollingClients(descriptor, parts) }),
};

/** The listener of a function. */
export function makeListener(descriptor: FunctionDescriptor, surroundings: ListenerSurroundings): Listener {
  const make = makers[descriptor.kind] as (
    descriptor: FunctionDescriptor,
    parts: ListenerSurroundings,
  ) => Listener;
  return make(descriptor, surroundings);
}

function pollingClients(
  { id, keys }: ListFunction | StreamFunction,
  { connections, target }: ListenerSurroundings,
): ReadingClients {
  return connections.reading(target, id, keys);
}
