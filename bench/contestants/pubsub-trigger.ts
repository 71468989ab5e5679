import { RedisMessageModel, RedisPubSubTrigger } from '../../lib/index.js';
import type { Contestant } from '../side/contestant.js';
import { runHandlers } from './run-handlers.js';

/** `@RedisPubSubTrigger` on a pattern. */
export const contestant: Contestant = {
  start({ key, port, options }, handle) {
    class PubSubHandler {
      @RedisPubSubTrigger({ connection: 'bench', channel: `${key}:*`, ...options })
      onMessage(message: RedisMessageModel): unknown {
        return handle(message);
      }
    }
    return runHandlers(PubSubHandler, port);
  },

  textOf: (message) => (message as RedisMessageModel).message,
};
