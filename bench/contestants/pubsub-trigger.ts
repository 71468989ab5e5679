import { RedisMessageModel, RedisPubSubTrigger } from 'redis-triggers';
import type { Contestant } from '../side/contestant.js';
import { handlerClass } from './handler-class.js';
import { runHandlers } from './run-handlers.js';

/** `@RedisPubSubTrigger` on a pattern. */
export const contestant: Contestant = {
  start(conditions, handle) {
    const trigger = RedisPubSubTrigger({ connection: 'bench', channel: `${conditions.key}:*` });
    return runHandlers(handlerClass(undefined, trigger, handle), conditions);
  },

  textOf: (message) => (message as RedisMessageModel).message,
};
