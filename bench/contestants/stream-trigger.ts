import { RedisMessageModel, RedisStreamTrigger } from 'redis-triggers';
import { field, type Contestant } from '../side/contestant.js';
import { handlerClass } from './handler-class.js';
import { runHandlers } from './run-handlers.js';
import { triggerOptions } from './trigger-options.js';

/** `@RedisStreamTrigger`. */
export const contestant: Contestant = {
  start(conditions, handle) {
    const { feature } = conditions.options;
    const payload = feature === 'payload' ? { payloadField: field } : {};
    const trigger = RedisStreamTrigger({ ...triggerOptions(conditions), ...payload });
    return runHandlers(handlerClass(feature, trigger, handle), conditions);
  },

  textOf(message) {
    const fields = JSON.parse((message as RedisMessageModel).message) as Record<string, string>;
    return fields[field] ?? '';
  },
};
