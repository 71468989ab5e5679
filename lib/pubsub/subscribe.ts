import { isReply } from '../redis/errors/redis-reply-error.js';
import type { CommandSender } from '../redis/commands/command-sender.js';
import { RedisTriggersError } from '../errors/redis-triggers-error.js';
import type { PubSubFunction } from '../functions/function-descriptor.js';

/** Subscribes a function. Throws SHARDED_CHANNELS_UNSUPPORTED where the server is too old for its channel. */
export async function subscribe(
  { id, connection, channel, pattern, sharded }: PubSubFunction,
  subscriber: CommandSender,
): Promise<void> {
  if (!sharded) {
    await subscriber.send([pattern ? 'psubscribe' : 'subscribe', channel]);
    return;
  }
  try {
    await subscriber.send(['ssubscribe', channel]);
  } catch (error) {
    if (!isReply(error, 'ERR unknown command')) throw error;
    const what = `the server of the connection ${connection} has no sharded channels`;
    throw new RedisTriggersError({ code: 'SHARDED_CHANNELS_UNSUPPORTED', place: id, what });
  }
}
