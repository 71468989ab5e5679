import { RedisListTrigger, RedisMessageModel } from 'redis-triggers';
import type { Contestant } from '../side/contestant.js';
import { handlerClass } from './handler-class.js';
import { runHandlers } from './run-handlers.js';
import { triggerOptions } from './trigger-options.js';

/** `@RedisListTrigger`. */
export const contestant: Contestant = {
  start(conditions, handle) {
    const trigger = RedisListTrigger(triggerOptions(conditions));
    return runHandlers(handlerClass(conditions.options.feature, trigger, handle), conditions);
  },

  textOf: (message) => (message as RedisMessageModel).message,
};
