import type { Connections } from '../../connections/connections.js';
import type { ConnectionTarget } from '../../connections/connection-target.js';
import type {
  FunctionDescriptor,
  ListFunction,
  StreamFunction,
} from '../../functions/function-descriptor.js';
import { isKeyspaceChannel } from '../../functions/keyspace-channel.js';
import { MovingListener } from '../../delayed/moving-listener.js';
import type { Listener, ListenerOptions } from '../../listeners/listener.js';
import type { RateLimit } from '../../listeners/rate/rate-limit.js';
import type { ReadLoopOptions } from '../../listeners/reading/read-loop.js';
import type { Logger } from '../../logging/logger.js';
import type { TriggerKind } from '../../messages/raw-message.js';
import type { MadeListener } from '../pause/pausable-listener.js';

/** What making a listener takes besides its function. */
export interface ListenerSurroundings extends ListenerOptions {
  readonly connections: Connections;
  readonly target: ConnectionTarget;
  readonly logger: Logger;
  /** Undefined where the function may take as much as there is room for. */
  readonly rate: RateLimit | undefined;
}

/** Makes a listener, with clients that end with it. */
export type ListenerMaker = (surroundings: ListenerSurroundings) => MadeListener;

type MakerLoader<Kind extends TriggerKind> = (
  descriptor: Extract<FunctionDescriptor, { kind: Kind }>,
) => Promise<ListenerMaker>;

/** One line a kind: a kind without its line does not compile. */
const loaders: { readonly [Kind in TriggerKind]: MakerLoader<Kind> } = {
  pubsub: async (descriptor) => {
    const { PubSubListener } = await import('../../pubsub/pubsub-listener.js');
    return (parts) => {
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
    };
  },
  list: async (descriptor) => {
    const ListListener = await listListener(descriptor);
    return (parts) => polling(descriptor, parts, (options) => new ListListener(options));
  },
  stream: async (descriptor) => {
    const { StreamListener } = await import('../../stream/stream-listener.js');
    return (parts) => polling(descriptor, parts, (options) => new StreamListener(options));
  },
};

/** Loads what listens to this kind of function, and nothing of the others, because each takes its time at the start. */
export function loadListenerMaker(descriptor: FunctionDescriptor): Promise<ListenerMaker> {
  const load = loaders[descriptor.kind] as (descriptor: FunctionDescriptor) => Promise<ListenerMaker>;
  return load(descriptor);
}

async function listListener({
  delivery,
}: ListFunction): Promise<new (options: ReadLoopOptions<ListFunction>) => Listener> {
  if (delivery === 'atLeastOnce')
    return (await import('../../list/at-least-once/at-least-once-listener.js')).AtLeastOnceListListener;
  return (await import('../../list/at-most-once/at-most-once-listener.js')).AtMostOnceListListener;
}

/** The listener of a function that reads keys, on connections of its own. */
function polling<Descriptor extends ListFunction | StreamFunction>(
  descriptor: Descriptor,
  parts: ListenerSurroundings,
  make: (options: ReadLoopOptions<Descriptor>) => Listener,
): MadeListener {
  const { close, ...clients } = parts.connections.reading(parts.target, descriptor.id, descriptor.keys);
  const listener = make({ ...parts, descriptor, ...clients });
  if (!descriptor.delayed) return { listener, unsubscribe: () => Promise.resolve(), close };
  const kind = { functionId: descriptor.id, channel: '', sharded: false, isKeyspace: false };
  const subscriber = parts.connections.subscriber(parts.target, kind);
  return {
    listener: new MovingListener(listener, { ...parts, descriptor, subscriber, slots: clients.slots }),
    unsubscribe: () => subscriber.unsubscribe(),
    close,
  };
}
