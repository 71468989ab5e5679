import type { Connections } from '../../connections/connections.js';
import type { ConnectionTarget } from '../../connections/connection-target.js';
import type {
  FunctionDescriptor,
  ListFunction,
  StreamFunction,
} from '../../functions/function-descriptor.js';
import { isKeyspaceChannel } from '../../functions/keyspace-channel.js';
import type { Listener, ListenerOptions } from '../../listeners/listener.js';
import type { RateLimit } from '../../listeners/rate/rate-limit.js';
import type { ReadLoopOptions } from '../../listeners/reading/read-loop.js';
import { AtLeastOnceListListener } from '../../list/at-least-once/at-least-once-listener.js';
import { AtMostOnceListListener } from '../../list/at-most-once/at-most-once-listener.js';
import type { Logger } from '../../logging/logger.js';
import type { TriggerKind } from '../../messages/raw-message.js';
import { PubSubListener } from '../../pubsub/pubsub-listener.js';
import { StreamListener } from '../../stream/stream-listener.js';
import type { MadeListener } from '../pause/pausable-listener.js';

/** What making a listener takes besides its function. */
export interface ListenerSurroundings extends ListenerOptions {
  readonly connections: Connections;
  readonly target: ConnectionTarget;
  readonly logger: Logger;
  /** Undefined where the function may take as much as there is room for. */
  readonly rate: RateLimit | undefined;
}

type ListenerMaker<Kind extends TriggerKind> = (
  descriptor: Extract<FunctionDescriptor, { kind: Kind }>,
  surroundings: ListenerSurroundings,
) => MadeListener;

/** One line a kind: a kind without its line does not compile. */
const makers: { readonly [Kind in TriggerKind]: ListenerMaker<Kind> } = {
  pubsub: (descriptor, parts) => {
    const { connections, target } = parts;
    const { id: functionId, channel, sharded } = descriptor;
    const kind = { functionId, channel, sharded, isKeyspace: isKeyspaceChannel(channel) };
    const subscriber = connections.subscriber(target, kind);
    const listener = new PubSubListener({
      ...parts,
      descriptor,
      subscriber,
      command: connections.command(target),
      publishers: () => connections.publishers(target),
      database: target.database,
    });
    return { listener, unsubscribe: () => subscriber.unsubscribe(), close: () => undefined };
  },
  list: (descriptor, parts) => {
    const ListListener =
      descriptor.delivery === 'atLeastOnce' ? AtLeastOnceListListener : AtMostOnceListListener;
    return polling(descriptor, parts, (options) => new ListListener(options));
  },
  stream: (descriptor, parts) => polling(descriptor, parts, (options) => new StreamListener(options)),
};

/** A listener of a function, with clients that end with it. */
export function makeListener(
  descriptor: FunctionDescriptor,
  surroundings: ListenerSurroundings,
): MadeListener {
  const make = makers[descriptor.kind] as (
    descriptor: FunctionDescriptor,
    parts: ListenerSurroundings,
  ) => MadeListener;
  return make(descriptor, surroundings);
}

/** The listener of a function that reads keys, on connections of its own. */
function polling<Descriptor extends ListFunction | StreamFunction>(
  descriptor: Descriptor,
  parts: ListenerSurroundings,
  make: (options: ReadLoopOptions<Descriptor>) => Listener,
): MadeListener {
  const { close, ...clients } = parts.connections.reading(parts.target, descriptor.id, descriptor.keys);
  return {
    listener: make({ ...parts, descriptor, ...clients }),
    unsubscribe: () => Promise.resolve(),
    close,
  };
}
