import type { Bytes } from '../../resp/bytes.js';
import { push, type Reply } from '../../resp/reply.js';
import type { SubscriptionKind } from '../../engine/subscription-kind.js';
import type { CommandDeclarations } from '../command.js';
import type { CommandHandler, CommandContext } from '../command-context.js';

const plain = 'pubsub noscript loading stale';

/** The words of a kind of subscription: `subscribe`, `psubscribe`, `ssubscribe`. */
const prefixes: Readonly<Record<SubscriptionKind, string>> = {
  channels: '',
  patterns: 'p',
  shardChannels: 's',
};

export const subscriptionCommands: CommandDeclarations = {
  subscribe: { arity: -2, flags: plain, run: subscribe('channels') },
  psubscribe: { arity: -2, flags: plain, run: subscribe('patterns') },
  ssubscribe: { arity: -2, flags: plain, since: 7, run: subscribe('shardChannels') },
  unsubscribe: { arity: -1, flags: plain, run: unsubscribe('channels') },
  punsubscribe: { arity: -1, flags: plain, run: unsubscribe('patterns') },
  sunsubscribe: { arity: -1, flags: plain, since: 7, run: unsubscribe('shardChannels') },
};

/** Shard channels are counted by themselves. */
function countOf({ client }: CommandContext, kind: SubscriptionKind): number {
  return kind === 'shardChannels' ? client.subscriptions.shardChannels.size : client.subscriptionCount;
}

function subscribe(kind: SubscriptionKind): CommandHandler {
  return (context, [, ...channels]) => {
    const { pubsub } = context.engine;
    const replies = channels.map((channel) => {
      pubsub.subscribe(context.client, kind, channel);
      return push(`${prefixes[kind]}subscribe`, channel, countOf(context, kind));
    });
    return { kind: 'several', replies };
  };
}

function unsubscribe(kind: SubscriptionKind): CommandHandler {
  return (context, [, ...named]) => {
    const { client, engine } = context;
    const word = `${prefixes[kind]}unsubscribe`;
    const channels: readonly Bytes[] = named.length > 0 ? named : [...client.subscriptions[kind]];
    if (channels.length === 0) return push(word, null, countOf(context, kind));
    const replies = channels.map((channel): Reply => {
      engine.pubsub.unsubscribe(client, kind, channel);
      return push(word, channel, countOf(context, kind));
    });
    return { kind: 'several', replies };
  };
}
