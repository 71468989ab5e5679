import { RedisStreamTrigger, RedisMessageModel } from '../../lib/index.js';
import { field, type Contestant } from '../side/contestant.js';
import { runHandlers } from './run-handlers.js';
import { triggerOptions } from './trigger-options.js';

/** `@RedisStreamTrigger`. */
export const contestant: Contestant = {
  start(conditions, handle) {
    class StreamHandler {
      @RedisStreamTrigger(triggerOptions(conditions))
      onMessage(message: RedisMessageModel): unknown {
        return handle(message);
      }
    }
    return runHandlers(StreamHandler, conditions.port);
  },

  textOf(message) {
    const fields = JSON.parse((message as RedisMessageModel).message) as Record<string, string>;
    return fields[field] ?? '';
  },
};
