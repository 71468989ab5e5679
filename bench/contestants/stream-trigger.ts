import { RedisStreamTrigger, RedisMessageModel, type StreamEntry } from '../../lib/index.js';
import { field, type Contestant } from '../side/contestant.js';
import { runHandlers } from './run-handlers.js';
import { triggerOptions } from './trigger-options.js';

/** `@RedisStreamTrigger`. */
export const contestant: Contestant = {
  start(conditions, handle) {
    const { orderBy, ...options } = conditions.options;
    const ordered = orderBy && {
      orderBy: (_message: RedisMessageModel, entry: StreamEntry) => entry.value(orderBy)?.toString() ?? '',
    };
    class StreamHandler {
      @RedisStreamTrigger({ ...triggerOptions({ ...conditions, options }), ...ordered })
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
