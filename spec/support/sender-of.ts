import type { Redis } from 'ioredis';
import type { CommandSender } from '../../lib/redis/commands/command-sender.js';
import { asReplyError } from '../../lib/redis/errors/redis-reply-error.js';

/** A client of ioredis as the library's own clients are: replies in bytes, errors of Redis as `RedisReplyError`. */
export function senderOf(client: Redis): CommandSender {
  return {
    send: async ([name, ...args]) => {
      try {
        return await client.callBuffer(name, args);
      } catch (error) {
        throw asReplyError(error);
      }
    },
  };
}
