import { RedisListTrigger, RedisMessageModel } from '../../lib/index.js';
import type { Contestant } from '../side/contestant.js';
import { runHandlers } from './run-handlers.js';
import { triggerOptions } from './trigger-options.js';

/** `@RedisListTrigger`. */
export const contestant: Contestant = {
  start(conditions, handle) {
    class ListHandler {
      @RedisListTrigger(triggerOptions(conditions))
      onMessage(message: RedisMessageModel): unknown {
        return handle(message);
      }
    }
    return runHandlers(ListHandler, conditions.port);
  },

  textOf: (message) => (message as RedisMessageModel).message,
};
