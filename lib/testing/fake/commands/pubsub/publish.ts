import type { Bytes } from '../../resp/bytes.js';
import type { Reply } from '../../resp/reply.js';
import { subcommandSyntax } from '../../engine/command-error.js';
import { matchesGlob } from '../../engine/glob.js';
import type { SubscriptionKind } from '../../engine/subscription-kind.js';
import type { CommandDeclarations } from '../command.js';
import type { CommandHandler, CommandContext } from '../command-context.js';

const plain = 'pubsub loading stale';

export const publishCommands: CommandDeclarations = {
  publish: {
    arity: 3,
    flags: `${plain} may_replicate fast`,
    run: ({ engine }, [, channel = '', message = '']) => engine.pubsub.publish(channel, message),
  },
  spublish: {
    arity: 3,
    flags: `${plain} may_replicate fast`,
    since: 7,
    run: ({ engine }, [, channel = '', message = '']) => engine.pubsub.publishToShard(channel, message),
  },
  pubsub: { arity: -2 },
  'pubsub|channels': { arity: -2, flags: plain, run: listChannels('channels') },
  'pubsub|shardchannels': { arity: -2, flags: plain, since: 7, run: listChannels('shardChannels') },
  'pubsub|numsub': { arity: -2, flags: plain, run: countSubscribers('channels') },
  'pubsub|shardnumsub': { arity: -2, flags: plain, since: 7, run: countSubscribers('shardChannels') },
  'pubsub|numpat': { arity: 2, flags: plain, run: ({ engine }) => engine.pubsub.names('patterns').length },
};

function listChannels(kind: SubscriptionKind): CommandHandler {
  return ({ engine }, args) => {
    if (args.length > 3) throw subcommandSyntax('PUBSUB', args[1] ?? '', engine.version);
    return engine.pubsub.names(kind).filter((name) => matchesGlob(args[2] ?? '*', name));
  };
}

function countSubscribers(kind: SubscriptionKind) {
  return ({ engine }: CommandContext, [, , ...channels]: readonly Bytes[]): Reply =>
    channels.flatMap((channel) => [channel, engine.pubsub.count(kind, channel)]);
}
